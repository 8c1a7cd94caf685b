// Secrets in places that take none: searches and names.

import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { app, bi, line } from "../test/fixture";
import { fakeHost, type FakeHost } from "../test/fake";
import { openApp, openAt, task } from "../test/open";

const KEY = "practice0".repeat(9);
const road = { screen: "road", key: null, field: null };

const sent = (host: FakeHost) =>
  JSON.stringify(
    Object.values(host)
      .filter((command) => vi.isMockFunction(command))
      .flatMap((command) => (command as ReturnType<typeof vi.fn>).mock.calls),
  );

describe("the search for a task", () => {
  const search = async (text: string) => {
    const host = fakeHost();
    // A task that the text would find.
    const { journey: j } = host.state;
    const found = line({ key: "found", title: bi(KEY, KEY) });
    host.state.journey = {
      ...j,
      stages: j.stages.map((s) => (s.id === "site" ? { ...s, tasks: [...s.tasks, found] } : s)),
    };
    const user = await openAt(host, road);
    await screen.findByTestId("next-card");
    await user.keyboard("{Control>}[KeyK]{/Control}");
    const input = await screen.findByTestId<HTMLInputElement>("jump-input");
    await user.click(input);
    await user.paste(text);
    return { host, user, input };
  };

  it("does not look for something shaped like a secret, and says so", async () => {
    const { host } = await search(KEY);
    expect((await screen.findByTestId("suspect")).textContent).toContain("비밀 키로 보여요");
    expect(screen.queryAllByRole("option")).toHaveLength(0);
    expect(sent(host)).not.toContain(KEY);
  });

  it("keeps nothing of it after it is closed", async () => {
    const { user } = await search(KEY);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("jump-input")).toBeNull());
    await user.keyboard("{Control>}[KeyK]{/Control}");
    expect((await screen.findByTestId<HTMLInputElement>("jump-input")).value).toBe("");
    expect(screen.queryByTestId("suspect")).toBeNull();
  });

  it("offers the field that takes it", async () => {
    const { host, user } = await search(KEY);
    await user.click(await screen.findByTestId("suspect-move"));
    const secret = await screen.findByTestId<HTMLInputElement>("secret-v2_secret");
    await waitFor(() => expect(secret.value).toBe(KEY));
    expect(screen.queryByTestId("jump-input")).toBeNull();
    expect(sent(host)).not.toContain(KEY);
  });

  it("offers no field for what the journey has no place for", async () => {
    await search("-----BEGIN PRIVATE KEY----- practice");
    await screen.findByTestId("suspect");
    expect(screen.queryByTestId("suspect-move")).toBeNull();
  });

  it("goes on when it is no secret", async () => {
    const { user } = await search(KEY);
    await user.click(await screen.findByTestId("suspect-keep"));
    expect((await screen.findByRole("option")).textContent).toContain(KEY);
  });
});

describe("the glossary's search", () => {
  it("does not look for something shaped like a secret", async () => {
    const user = await openAt(fakeHost(), road);
    await user.click(await screen.findByTestId("terms"));
    const input = await screen.findByLabelText<HTMLInputElement>("낱말 찾기");
    await user.click(input);
    await user.paste(KEY);
    await user.click(await screen.findByTestId("suspect-discard"));
    expect(input.value).toBe("");
  });
});

describe("a name", () => {
  it("of a new store is not sent when it is shaped like a secret", async () => {
    const host = fakeHost();
    const user = await openApp(host);
    await user.click(await screen.findByTestId("journey-new"));
    const name = await screen.findByTestId<HTMLInputElement>("journey-name");
    await user.click(name);
    await user.paste(KEY);
    await user.click(screen.getByTestId("journey-create"));
    expect(await screen.findByText(/비밀 키로 보여요/)).toBeTruthy();
    expect(host.journeyCreate).not.toHaveBeenCalled();
    await user.keyboard("{Escape}");
    await user.click(await screen.findByTestId("journey-new"));
    expect((await screen.findByTestId<HTMLInputElement>("journey-name")).value).toBe("");
  });

  it("of a person is not sent either", async () => {
    const host = fakeHost({}, { app: app({ place: null, who: null }) });
    const user = await openApp(host);
    await user.click(await screen.findByTestId("who-input"));
    await user.paste(KEY);
    await user.click(screen.getByTestId("start-practice"));
    expect(await screen.findByText(/비밀 키로 보여요/)).toBeTruthy();
    expect(host.choosePlace).not.toHaveBeenCalled();
  });

  it("nor is a reason", async () => {
    const host = fakeHost();
    const user = await openAt(host, road);
    await user.click(await screen.findByTestId("track-hold-1"));
    await user.click(await screen.findByTestId("track-reason"));
    await user.paste(KEY);
    await user.click(screen.getByTestId("track-confirm"));
    expect(await screen.findByText(/비밀 키로 보여요/)).toBeTruthy();
    expect(host.trackHold).not.toHaveBeenCalled();
  });
});

describe("a value carried to its field", () => {
  it("is dropped when the user goes elsewhere", async () => {
    const host = fakeHost();
    const user = await openAt(host, task("test-channel@1"));
    // The offered task has no such field.
    host.setNote.mockImplementation(() =>
      Promise.resolve({
        status: "ok",
        data: {
          saved: false,
          value: null,
          lints: [],
          suspect: { looks_like: "v2_secret", offer: { task: "site-footer", field: "none" } },
        },
      }),
    );
    await user.type(await screen.findByTestId("note"), "practice-value");
    await user.tab();
    await user.click(await screen.findByTestId("suspect-move"));
    await screen.findByTestId("mark");
    await user.click(screen.getByTestId("to-history"));
    await waitFor(() => expect(document.querySelector('[data-screen="history"]')).toBeTruthy());
    expect(document.body.innerHTML).not.toContain("practice-value");
  });
});
