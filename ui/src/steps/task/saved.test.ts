// "Saved" stands in the header only while everything on the screen is.

import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { err, fakeHost } from "../../test/fake";
import { openAt, task } from "../../test/open";

describe("the header", () => {
  it("takes its word back while a secret is typed", async () => {
    const user = await openAt(fakeHost(), task("portone-keys"));
    await user.type(await screen.findByTestId("note"), "memo");
    await screen.findByTestId("saved");
    await user.type(screen.getByTestId("secret-v2_secret"), "abc");
    await waitFor(() => expect(screen.queryByTestId("saved")).toBeNull());
    await user.click(screen.getByTestId("secret-save-v2_secret"));
    await screen.findByTestId("saved");
  });

  it("does not call a screen saved of which one field was not", async () => {
    const host = fakeHost();
    const user = await openAt(host, task("test-channel@1"));
    host.setValue.mockImplementation(() => err({ code: "not_saved", detail: "disk_full" }));
    await user.type(await screen.findByTestId("field-mid"), "T0");
    await user.tab();
    const header = document.querySelector(".saving");
    await waitFor(() => expect(header?.className).toContain("failed"));
    await user.type(screen.getByTestId("note"), "memo");
    await user.tab();
    await waitFor(() => expect(host.setNote).toHaveBeenCalled());
    expect(header?.className).toContain("failed");
    expect(screen.queryByTestId("saved")).toBeNull();
  });
});
