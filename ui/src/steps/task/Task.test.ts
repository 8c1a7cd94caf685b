import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { app, TODAY } from "../../test/fixture";
import { at, err, fakeHost, ok, typed } from "../../test/fake";
import { openAt, task } from "../../test/open";

const CHANNEL = "test-channel@1";
const KEYS = "portone-keys";

describe("an ordinary value", () => {
  it("saves itself half a second after the last key, and says so only then", async () => {
    let answer: (v: ReturnType<typeof typed>) => void = () => undefined;
    const host = fakeHost({
      setValue: () =>
        new Promise((resolve) => {
          answer = (data) => resolve({ status: "ok", data });
        }),
    });
    await openAt(host, task(CHANNEL));
    const input = await screen.findByTestId("field-mid");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await fireEvent.input(input, { target: { value: "T0" } });
    await vi.advanceTimersByTimeAsync(400);
    await fireEvent.input(input, { target: { value: "T00" } });
    await vi.advanceTimersByTimeAsync(450);
    expect(host.setValue).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    expect(host.setValue).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
    expect(host.setValue).toHaveBeenCalledWith("j1", at(CHANNEL, "mid"), "T00", false);
    expect(screen.queryByTestId("saved")).toBeNull();
    answer(typed({ value: "T00" }));
    expect(await screen.findByTestId("saved")).toBeTruthy();
  });

  it("shows what was cleaned, with the cleaned value", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    const input = await screen.findByTestId<HTMLInputElement>("field-mid");
    await user.type(input, " T0000 ");
    await user.tab();
    expect(await screen.findByText(/빈칸을 빼고 저장했어요/)).toBeTruthy();
    expect(input.value).toBe("T0000");
  });

  it("holds a doubtful value back, and goes on when asked", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await user.type(await screen.findByTestId("field-mid"), "TOOLONGVALUE");
    await user.tab();
    expect(await screen.findByText(/10자까지예요/)).toBeTruthy();
    expect(screen.queryByTestId("saved")).toBeNull();
    await user.click(screen.getByTestId("go-on-mid"));
    expect(host.setValue).toHaveBeenLastCalledWith("j1", at(CHANNEL, "mid"), "TOOLONGVALUE", true);
    expect(await screen.findByTestId("saved")).toBeTruthy();
  });

  it("refuses without a way to go on", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await user.type(await screen.findByTestId("field-mid"), "practice");
    await user.tab();
    expect(await screen.findByText(/연습에서 쓰는 값이에요/)).toBeTruthy();
    expect(screen.queryByTestId("go-on-mid")).toBeNull();
  });

  it("keeps the text when it could not be saved, and saves on request", async () => {
    const host = fakeHost();
    host.setValue.mockImplementationOnce(() => err({ code: "not_saved", detail: "disk_full" }));
    const user = await openAt(host, task(CHANNEL));
    const input = await screen.findByTestId<HTMLInputElement>("field-mid");
    await user.type(input, "T0000");
    await user.tab();
    expect(await screen.findByText(/저장 공간이 없어/)).toBeTruthy();
    expect(input.value).toBe("T0000");
    await user.click(screen.getByRole("button", { name: "다시 저장" }));
    expect(await screen.findByTestId("saved")).toBeTruthy();
  });

  it("is saved before another screen opens", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await user.type(await screen.findByTestId("field-mid"), "T1");
    await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
    await waitFor(() => expect(host.setValue).toHaveBeenCalled());
  });

  it("leaves a blank field without an input", async () => {
    await openAt(fakeHost(), task(CHANNEL));
    const blank = await screen.findByTestId("field-tax");
    expect(blank.tagName).toBe("P");
  });

  it("offers the shared test values", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await user.click(await screen.findByTestId("test-mid-T0000"));
    expect(host.setValue).toHaveBeenCalledWith("j1", at(CHANNEL, "mid"), "T0000", false);
    await waitFor(() =>
      expect(screen.getByTestId<HTMLInputElement>("field-mid").value).toBe("T0000"),
    );
  });

  it("resumes in the field where the user was", async () => {
    await openAt(fakeHost(), task(CHANNEL, "mid"));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("field-mid")));
  });
});

describe("something shaped like a secret", () => {
  const typeSecret = async (host = fakeHost()) => {
    const user = await openAt(host, task(CHANNEL));
    await user.type(await screen.findByTestId("field-channel_name"), " secret-abc");
    await user.tab();
    await screen.findByTestId("suspect");
    return { user, host };
  };

  it("is named, and nothing is said to be saved", async () => {
    await typeSecret();
    expect(screen.getByTestId("suspect").textContent).toContain("V2 API Secret");
    expect(screen.queryByTestId("saved")).toBeNull();
  });

  it("can be kept as no secret", async () => {
    const { user, host } = await typeSecret();
    await user.click(screen.getByTestId("suspect-keep"));
    expect(host.setValue).toHaveBeenLastCalledWith(
      "j1",
      at(CHANNEL, "channel_name"),
      "과일가게 테스트 secret-abc",
      true,
    );
  });

  it("can be thrown away, back to what was saved", async () => {
    const { user } = await typeSecret();
    await user.click(screen.getByTestId("suspect-discard"));
    expect(screen.getByTestId<HTMLInputElement>("field-channel_name").value).toBe("과일가게 테스트");
    expect(screen.queryByTestId("suspect")).toBeNull();
  });

  it("can be moved to its field, still unsaved", async () => {
    const { user, host } = await typeSecret();
    await user.click(screen.getByTestId("suspect-move"));
    const secret = await screen.findByTestId<HTMLInputElement>("secret-v2_secret");
    await waitFor(() => expect(secret.value).toContain("secret-abc"));
    expect(screen.getByText("아직 저장 안 됐어요")).toBeTruthy();
    expect(host.secretSave).not.toHaveBeenCalled();
  });

  it("asks before leaving", async () => {
    const { user } = await typeSecret();
    await user.click(screen.getByTestId("to-history"));
    expect(await screen.findByText("저장하지 않은 값이 있어요")).toBeTruthy();
  });
});

describe("a secret", () => {
  it("goes nowhere until it is saved", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(KEYS));
    await user.type(await screen.findByTestId("secret-v2_secret"), "very-secret-value");
    await user.tab();
    await new Promise((r) => setTimeout(r, 700));
    const calls = Object.entries(host)
      .filter(([, command]) => vi.isMockFunction(command))
      .flatMap(([, command]) => (command as ReturnType<typeof vi.fn>).mock.calls);
    expect(JSON.stringify(calls)).not.toContain("very-secret");
    expect(screen.getByText("아직 저장 안 됐어요")).toBeTruthy();
  });

  it("is asked about before leaving, and stays when the user stays", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(KEYS));
    const input = await screen.findByTestId<HTMLInputElement>("secret-v2_secret");
    await user.type(input, "abc");
    await user.click(screen.getByTestId("to-history"));
    await user.click(await screen.findByTestId("leave-stay"));
    expect(input.value).toBe("abc");
    await user.click(screen.getByTestId("to-history"));
    await user.click(await screen.findByTestId("leave-go"));
    await waitFor(() => expect(document.querySelector('[data-screen="history"]')).toBeTruthy());
    expect(host.secretSave).not.toHaveBeenCalled();
  });

  it("is masked once saved, and the draft is gone from the page", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(KEYS));
    await user.type(await screen.findByTestId("secret-v2_secret"), "abc-very-secret");
    await user.click(screen.getByTestId("secret-save-v2_secret"));
    expect(host.secretSave).toHaveBeenCalledWith("j1", at(KEYS, "v2_secret"), "abc-very-secret", false);
    await waitFor(() =>
      expect(screen.getByTestId("secret-v2_secret").dataset["stored"]).toBe("true"),
    );
    expect(document.body.innerHTML).not.toContain("abc-very-secret");
  });

  it("opens a closed vault once, then saves", async () => {
    const host = fakeHost({}, { app: app({ vault: { state: "closed", stored: 0 } }) });
    host.secretSave.mockImplementationOnce(() => err({ code: "vault", detail: "closed" }));
    host.vaultOpen.mockImplementation(() => ok({ state: "open", stored: 0 }));
    const user = await openAt(host, task(KEYS));
    await user.type(await screen.findByTestId("secret-v2_secret"), "abc");
    await user.click(screen.getByTestId("secret-save-v2_secret"));
    await waitFor(() => expect(host.secretSave).toHaveBeenCalledTimes(2));
    expect(host.vaultOpen).toHaveBeenCalledTimes(1);
  });

  it("keeps the draft when the vault stays shut, and offers other ways", async () => {
    const host = fakeHost({}, { app: app({ vault: { state: "closed", stored: 0 } }) });
    host.secretSave.mockImplementation(() => err({ code: "vault", detail: "absent" }));
    const user = await openAt(host, task(KEYS));
    const input = await screen.findByTestId<HTMLInputElement>("secret-v2_secret");
    await user.type(input, "abc");
    await user.click(screen.getByTestId("secret-save-v2_secret"));
    expect(await screen.findByText("이 컴퓨터에는 비밀번호 보관함이 없어요.")).toBeTruthy();
    expect(input.value).toBe("abc");
    await user.click(screen.getByTestId("vault-this-run"));
    expect(await screen.findByText("비밀값을 이번에만 기억해요.")).toBeTruthy();
  });

  it("asks before deleting", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(KEYS));
    await user.type(await screen.findByTestId("secret-v2_secret"), "abc{Enter}");
    await user.click(await screen.findByTestId("secret-delete-v2_secret"));
    expect(host.secretDelete).not.toHaveBeenCalled();
    await user.click(await screen.findByTestId("delete-confirm"));
    expect(host.secretDelete).toHaveBeenCalledWith("j1", at(KEYS, "v2_secret"));
  });

  it("is not saved by an Enter that ends a composed syllable", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(KEYS));
    const input = await screen.findByTestId("secret-v2_secret");
    await user.type(input, "abc");
    await fireEvent.keyDown(input, { key: "Enter", isComposing: true });
    await fireEvent.keyDown(input, { key: "Enter", keyCode: 229 });
    expect(host.secretSave).not.toHaveBeenCalled();
    await fireEvent.keyDown(input, { key: "Enter" });
    await waitFor(() => expect(host.secretSave).toHaveBeenCalledTimes(1));
  });
});

describe("marking", () => {
  it("proposes today, says who, and refuses a day to come", async () => {
    const host = fakeHost();
    const user = await openAt(host, task("site-footer"));
    await user.click(await screen.findByTestId("mark"));
    const day = await screen.findByTestId<HTMLInputElement>("mark-day");
    expect(day.value).toBe(TODAY);
    expect(screen.getByRole("dialog").textContent).toContain("민지로 남겨요");
    await fireEvent.input(day, { target: { value: "2026-11-23" } });
    await user.click(screen.getByTestId("mark-confirm"));
    expect(host.mark).not.toHaveBeenCalled();
    expect(await screen.findByText("오늘이나 지난 날을 골라 주세요.")).toBeTruthy();
    await fireEvent.input(day, { target: { value: "2026-11-20" } });
    await user.click(screen.getByTestId("mark-confirm"));
    expect(host.mark).toHaveBeenCalledWith("j1", "site-footer", "2026-11-20");
    expect(await screen.findByTestId("unmark")).toBeTruthy();
  });

  it("does not offer a mark where only PortOne can prove it", async () => {
    await openAt(fakeHost(), task(KEYS));
    await screen.findByTestId("check-keys");
    expect(screen.queryByTestId("mark")).toBeNull();
  });

  it("names what comes first", async () => {
    const user = await openAt(fakeHost(), task("test-payment@1"));
    await user.click(await screen.findByRole("button", { name: "먼저 할 일로" }));
    expect(await screen.findByTestId("field-mid")).toBeTruthy();
  });
});

describe("asking PortOne", () => {
  it("shows progress after a second and a way to stop after three", async () => {
    const host = fakeHost({ checkKeys: () => new Promise(() => undefined) });
    const user = await openAt(host, task(KEYS));
    const button = await screen.findByTestId("check-keys");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await fireEvent.click(button);
    await vi.advanceTimersByTimeAsync(900);
    expect(screen.queryByText("포트원에 물어보는 중이에요")).toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    expect(screen.getByText("포트원에 물어보는 중이에요")).toBeTruthy();
    expect(screen.queryByTestId("check-cancel")).toBeNull();
    await vi.advanceTimersByTimeAsync(2000);
    vi.useRealTimers();
    await user.click(screen.getByTestId("check-cancel"));
    expect(host.checkCancel).toHaveBeenCalled();
  });

  it("says what a refusal means and never shows anything raw", async () => {
    const host = fakeHost({ checkKeys: () => ok({ kind: "wrong_secret" }) });
    const user = await openAt(host, task(KEYS));
    await user.click(await screen.findByTestId("check-keys"));
    const verdict = await screen.findByTestId("verdict");
    expect(verdict.textContent).toContain("포트원이 이 키를 모른다고 해요");
    expect(verdict.textContent).not.toContain("wrong_secret");
  });

  it("needs a payment id", async () => {
    const host = fakeHost();
    const user = await openAt(host, task("live-payment@1"));
    await user.click(await screen.findByTestId("check-payment"));
    expect(host.checkPayment).not.toHaveBeenCalled();
    await user.type(screen.getByTestId("payment-id"), "giljabi1");
    await user.click(screen.getByTestId("check-payment"));
    expect(host.checkPayment).toHaveBeenCalledWith("j1", "live-payment@1", "giljabi1");
    expect(await screen.findByText("그런 결제가 없다고 해요")).toBeTruthy();
  });
});
