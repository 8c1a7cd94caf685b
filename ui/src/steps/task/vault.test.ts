// A keychain that takes its time is waited for in the open.

import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { fakeHost, typed } from "../../test/fake";
import { openAt, task } from "../../test/open";

describe("saving a secret while the keychain does not answer", () => {
  it("says that it is being opened, and lets the user stop", async () => {
    const host = fakeHost();
    host.state.app = { ...host.state.app, vault: { state: "closed", stored: 0 } };
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
});
