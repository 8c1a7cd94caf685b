// A folder that could not be opened is opened again, not only looked at.

import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { fakeHost } from "../../test/fake";
import { openApp } from "../../test/open";

describe("trying again", () => {
  it("opens the same folder again", async () => {
    const host = fakeHost();
    const whole = host.state.app;
    host.state.app = {
      ...whole,
      place: "real",
      data: { ...whole.data, state: { kind: "full" } },
    };
    const user = await openApp(host);
    const retry = await screen.findByTestId("data-retry");
    host.choosePlace.mockImplementationOnce((place) => {
      host.state.app = { ...whole, place };
      return Promise.resolve({ status: "ok", data: host.state.app });
    });
    await user.click(retry);
    await screen.findByTestId("journey-new");
    expect(host.choosePlace).toHaveBeenCalledExactlyOnceWith("real", "");
  });

  it("asks the core again when it said nothing", async () => {
    const host = fakeHost();
    host.appView.mockImplementationOnce(() => Promise.reject(new Error("no core")));
    const user = await openApp(host);
    await user.click(await screen.findByTestId("data-retry"));
    await waitFor(() => expect(screen.queryByTestId("data-retry")).toBeNull());
    expect(host.choosePlace).not.toHaveBeenCalled();
  });
});
