// "Saved" stands in the header only while everything on the screen is.

import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
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

describe("what could not be saved", () => {
  const full = { code: "not_saved", detail: "disk_full" } as const;
  const typed = async () => {
    const host = fakeHost();
    await openAt(host, task("test-channel@1"));
    const input = await screen.findByTestId<HTMLInputElement>("field-mid");
    host.setValue.mockImplementation(() => err(full));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await fireEvent.input(input, { target: { value: "T0000" } });
    await vi.advanceTimersByTimeAsync(600);
    expect(host.setValue).toHaveBeenCalledTimes(1);
    return { host, input };
  };

  it("is tried again every five seconds, until it is", async () => {
    const { host, input } = await typed();
    const seen = host.appView.mock.calls.length;
    await vi.advanceTimersByTimeAsync(4700);
    expect(host.setValue).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(400);
    expect(host.setValue).toHaveBeenCalledTimes(2);
    expect(input.value).toBe("T0000");
    host.setValue.mockImplementation(() =>
      Promise.resolve({
        status: "ok",
        data: { saved: true, value: "T0000", lints: [], suspect: null },
      }),
    );
    await vi.advanceTimersByTimeAsync(5000);
    expect(host.setValue).toHaveBeenCalledTimes(3);
    expect(screen.queryByText(/저장 공간이 없어/)).toBeNull();
    expect(host.appView.mock.calls.length, "the space left is measured anew").toBeGreaterThan(seen);
    await vi.advanceTimersByTimeAsync(20000);
    expect(host.setValue).toHaveBeenCalledTimes(3);
    vi.useRealTimers();
  });

  it("is not tried again once it was thrown away with its screen", async () => {
    const { host } = await typed();
    await fireEvent.click(screen.getByTestId("to-history"));
    await vi.advanceTimersByTimeAsync(100);
    const tried = host.setValue.mock.calls.length;
    await fireEvent.click(screen.getByTestId("leave-go"));
    await vi.advanceTimersByTimeAsync(20000);
    expect(host.setValue).toHaveBeenCalledTimes(tried);
    vi.useRealTimers();
  });
});
