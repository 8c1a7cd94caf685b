// Opens the whole window on a fake host, at a place of the fixture's journey.

import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import App from "../App.svelte";
import type { PlaceMark } from "../lib/host";
import type { FakeHost } from "./fake";

/** The window, with a user in front of it. */
export async function openApp(host: FakeHost) {
  const user = userEvent.setup();
  render(App, { props: { host } });
  return user;
}

/** The window at a place of the first journey. */
export async function openAt(host: FakeHost, place: PlaceMark) {
  host.state.journey = { ...host.state.journey, place };
  const user = await openApp(host);
  await user.click(await screen.findByTestId("journey-open-j1"));
  return user;
}

export const task = (key: string, field: string | null = null): PlaceMark => ({
  screen: "task",
  key,
  field,
});
