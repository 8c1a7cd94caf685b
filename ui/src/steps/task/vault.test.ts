// A keychain that takes its time is waited for in the open.

import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { IpcError, StoredSecret, VaultState, VaultView } from "../../lib/host";
import { page, pages } from "../../test/fixture.pages";
import { err, fakeHost, ok, typed } from "../../test/fake";
import { openAt, task } from "../../test/open";

describe("saving a secret while the keychain does not answer", () => {
  it("says that it is being opened, and lets the user stop", async () => {
    const host = fakeHost();
    host.state.app = { ...host.state.app, vault: { state: "closed", stored: 0, passphrase: false } };
    const user = await openAt(host, task("portone-keys"));
    let answer: (value: Awaited<ReturnType<typeof host.secretSave>>) => void = () => undefined;
    host.secretSave.mockImplementationOnce(() => new Promise((done) => (answer = done)));
    await user.type(await screen.findByTestId("secret-v2_secret"), "abc");
    expect(screen.queryByTestId("vault")).toBeNull();
    await user.click(screen.getByTestId("secret-save-v2_secret"));
    await user.click(await screen.findByTestId("vault-act"));
    expect(host.vaultCancel).toHaveBeenCalledOnce();
    answer({ status: "ok", data: typed({ saved: true }) });
    await waitFor(() => expect(screen.queryByTestId("vault-act")).toBeNull());
  });

  it("does not begin to wait again after the user stopped", async () => {
    const host = fakeHost();
    host.state.app = { ...host.state.app, vault: standing("closed") };
    const user = await openAt(host, task(KEYS));
    let answer: (value: Awaited<ReturnType<typeof host.secretSave>>) => void = () => undefined;
    host.secretSave.mockImplementationOnce(() => new Promise((done) => (answer = done)));
    const field = await screen.findByTestId<HTMLInputElement>("secret-v2_secret");
    await user.type(field, "abc");
    await user.click(screen.getByTestId("secret-save-v2_secret"));
    await user.click(await screen.findByTestId("vault-act"));
    answer({ status: "error", error: { code: "vault", detail: "closed" } });
    await waitFor(() => expect(screen.queryByTestId("vault-act")).toBeNull());
    expect(host.vaultOpen).not.toHaveBeenCalled();
    expect(field.value).toBe("abc");
  });
});

const KEYS = "portone-keys";

const standing = (state: VaultState, passphrase = false): VaultView => ({
  state,
  stored: 1,
  passphrase,
});

const at = async (vault: VaultView) => {
  const host = fakeHost();
  host.state.app = { ...host.state.app, vault };
  const user = await openAt(host, task(KEYS));
  await screen.findByTestId("vault");
  return { host, user };
};

describe("a passphrase", () => {
  it("is offered only where one can be set", async () => {
    await at(standing("locked"));
    expect(screen.queryByTestId("vault-passphrase")).toBeNull();
    expect(screen.getByTestId("vault-this-run")).toBeTruthy();
  });

  const entered = async (vault: VaultView, error: IpcError) => {
    const { host, user } = await at(vault);
    host.vaultPassphrase.mockImplementation(() => err(error));
    const entering = vault.state === "needs_passphrase";
    await user.click(screen.getByTestId(entering ? "vault-act" : "vault-passphrase"));
    await user.type(await screen.findByTestId("passphrase"), "practice practice");
    if (!entering) await user.type(screen.getByTestId("passphrase-again"), "practice practice");
    await user.click(screen.getByTestId("passphrase-confirm"));
    await waitFor(() => expect(host.vaultPassphrase).toHaveBeenCalled());
    return screen.getByRole("dialog");
  };

  it("is called wrong only when one is entered and does not fit", async () => {
    const error: IpcError = { code: "vault", detail: "needs_passphrase" };
    const dialog = await entered(standing("needs_passphrase"), error);
    await waitFor(() => expect(dialog.textContent).toContain("암호가 맞지 않아요"));
  });

  for (const [vault, error, said] of [
    [standing("needs_passphrase"), { code: "vault", detail: "key_lost" }, "열쇠가 바뀌었어요"],
    [standing("absent", true), { code: "vault", detail: "locked" }, "보관함이 잠겨 있어요"],
    [standing("absent", true), { code: "not_saved", detail: "disk_full" }, "저장 공간이 없어"],
  ] as [VaultView, IpcError, string][])
    it(`says in its dialog what else went wrong: ${said}`, async () => {
      const dialog = await entered(vault, error);
      await waitFor(() => expect(dialog.textContent).toContain(said));
      expect(dialog.textContent).not.toContain("암호가 맞지 않아요");
    });
});

describe("a secret that is safe in a vault that is not open", () => {
  const safe: StoredSecret = {
    saved_on: "2026-11-20",
    expires_on: null,
    renewable_from: null,
    readable: false,
    in_vault: true,
    former: false,
  };
  const opened = async () => {
    const host = fakeHost();
    host.state.app = { ...host.state.app, vault: standing("open_this_run") };
    const made = pages[KEYS]?.() ?? page(KEYS);
    const fields = made.fields.map((f) => (f.id === "v2_secret" ? { ...f, stored: safe } : f));
    host.state.pages.set(KEYS, { ...made, fields });
    return { host, user: await openAt(host, task(KEYS)) };
  };

  it("is not asked for again, and says when it can be used", async () => {
    await opened();
    expect((await screen.findByTestId("secret-v2_secret")).dataset["stored"]).toBe("true");
    expect(screen.getByText("보관함을 열면 쓸 수 있어요")).toBeTruthy();
  });

  it("can be come by without a restart", async () => {
    const { host, user } = await opened();
    await user.click(await screen.findByTestId("vault-act"));
    expect(host.vaultOpen).toHaveBeenCalledOnce();
    expect(await screen.findByText("보관함을 아직 열지 못했어요.")).toBeTruthy();
    host.vaultOpen.mockImplementation(() => ok(standing("open")));
    await user.click(screen.getByTestId("vault-act"));
    await waitFor(() => expect(screen.queryByTestId("vault-act")).toBeNull());
  });

  it("says so when it is asked for, with the way to open the vault", async () => {
    const { host, user } = await opened();
    host.secretCopy.mockImplementation(() => err({ code: "in_vault" }));
    await user.click(await screen.findByTestId("secret-copy-v2_secret"));
    expect((await screen.findByTestId("failure")).textContent).toContain("보관함을 열면");
    await user.click(screen.getByTestId("failure-act"));
    expect(host.vaultOpen).toHaveBeenCalledOnce();
  });
});

describe("a copied secret", () => {
  const copied = async () => {
    const host = fakeHost();
    const user = await openAt(host, task(KEYS));
    await user.type(await screen.findByTestId("secret-v2_secret"), "abc{Enter}");
    await user.click(await screen.findByTestId("secret-copy-v2_secret"));
    await screen.findByRole("timer");
    return { host, user };
  };

  it("that was cleared is said to be, and its countdown ends", async () => {
    const { host } = await copied();
    host.tell.clipboardCleared();
    expect(await screen.findByText("복사한 비밀값을 지웠어요")).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("timer")).toBeNull());
  });

  it("that could not be cleared is said to be there still", async () => {
    const { host } = await copied();
    host.tell.clipboardNotCleared();
    const failure = await screen.findByTestId("failure");
    expect(failure.textContent).toContain("지우지 못했어요");
    expect(failure.textContent).toContain("다른 글을 복사해 주세요");
    expect(screen.queryByText("복사한 비밀값을 지웠어요")).toBeNull();
  });
});
