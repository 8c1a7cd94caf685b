// Closing the window while something is unsaved.

import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { at, err, fakeHost, ok, typed } from "../test/fake";
import { openAt, task } from "../test/open";

const KEYS = "portone-keys";
const CHANNEL = "test-channel@1";

const typing = async (host = fakeHost()) => {
  const user = await openAt(host, task(KEYS));
  const input = await screen.findByTestId<HTMLInputElement>("secret-v2_secret");
  await user.type(input, "abc");
  return { host, user, input };
};

describe("what the core is told", () => {
  it("is that a secret is typed, once, and that it no longer is", async () => {
    const { host, user } = await typing();
    expect(host.setUnsaved.mock.calls).toEqual([[true]]);
    await user.click(screen.getByTestId("secret-save-v2_secret"));
    await waitFor(() => expect(host.setUnsaved.mock.calls).toEqual([[true], [false]]));
  });

  it("is nothing while an ordinary value is typed", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await user.type(await screen.findByTestId("field-mid"), "T0");
    await user.tab();
    await screen.findByTestId("saved");
    expect(host.setUnsaved).not.toHaveBeenCalled();
  });
});

describe("closing", () => {
  it("goes at once when all is saved", async () => {
    const host = fakeHost();
    await openAt(host, task(KEYS));
    await screen.findByTestId("check-keys");
    host.tell.closeAsked();
    await waitFor(() => expect(host.closeNow).toHaveBeenCalledTimes(1));
    expect(screen.queryByTestId("leave-stay")).toBeNull();
  });

  it("first saves what was typed last", async () => {
    const host = fakeHost();
    await openAt(host, task(CHANNEL));
    await fireEvent.input(await screen.findByTestId("field-mid"), { target: { value: "T9" } });
    host.tell.closeAsked();
    await waitFor(() => expect(host.closeNow).toHaveBeenCalled());
    expect(host.setValue).toHaveBeenCalledWith("j1", at(CHANNEL, "mid"), "T9", false);
    expect(host.setValue.mock.invocationCallOrder[0]).toBeLessThan(
      host.closeNow.mock.invocationCallOrder[0] ?? 0,
    );
  });

  it("asks about a secret, and stays", async () => {
    const { host, user, input } = await typing();
    host.tell.closeAsked();
    await user.click(await screen.findByTestId("leave-stay"));
    expect(host.closeNow).not.toHaveBeenCalled();
    expect(input.value).toBe("abc");
  });

  it("saves the secret, then closes", async () => {
    const { host, user } = await typing();
    host.tell.closeAsked();
    const save = await screen.findByTestId("leave-save");
    expect(save.textContent).toContain("저장하고 닫기");
    await user.click(save);
    await waitFor(() => expect(host.closeNow).toHaveBeenCalledTimes(1));
    expect(host.secretSave).toHaveBeenCalledWith("j1", at(KEYS, "v2_secret"), "abc", false);
  });

  it("drops it when told to", async () => {
    const { host, user } = await typing();
    host.tell.closeAsked();
    const drop = await screen.findByTestId("leave-go");
    expect(drop.textContent).toContain("버리고 닫기");
    await user.click(drop);
    await waitFor(() => expect(host.closeNow).toHaveBeenCalledTimes(1));
    expect(host.secretSave).not.toHaveBeenCalled();
  });

  it("does not close when the secret could not be saved", async () => {
    const host = fakeHost({ secretSave: () => err({ code: "vault", detail: "absent" }) });
    const { user, input } = await typing(host);
    host.tell.closeAsked();
    await user.click(await screen.findByTestId("leave-save"));
    expect(await screen.findByText("이 컴퓨터에는 비밀번호 보관함이 없어요.")).toBeTruthy();
    expect(host.closeNow).not.toHaveBeenCalled();
    expect(input.value).toBe("abc");
  });

  it("does not close over a warning about the secret", async () => {
    const host = fakeHost({
      secretSave: () =>
        ok(
          typed({
            saved: false,
            lints: [{ code: { code: "not_practice" }, weight: "refuse", overridden: false }],
          }),
        ),
    });
    const { user } = await typing(host);
    host.tell.closeAsked();
    await user.click(await screen.findByTestId("leave-save"));
    expect(await screen.findByText(/연습 값이 아니에요/)).toBeTruthy();
    expect(host.closeNow).not.toHaveBeenCalled();
  });

  it("offers no saving for what may not be saved", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await user.type(await screen.findByTestId("field-channel_name"), " secret-abc");
    await user.tab();
    await screen.findByTestId("suspect");
    host.tell.closeAsked();
    await screen.findByTestId("leave-stay");
    expect(screen.queryByTestId("leave-save")).toBeNull();
  });
});

describe("leaving the screen", () => {
  it("saves the secret first when asked to", async () => {
    const { host, user } = await typing();
    await user.click(screen.getByTestId("to-history"));
    await user.click(await screen.findByTestId("leave-save"));
    await waitFor(() => expect(document.querySelector('[data-screen="history"]')).toBeTruthy());
    expect(host.secretSave).toHaveBeenCalledTimes(1);
  });
});
