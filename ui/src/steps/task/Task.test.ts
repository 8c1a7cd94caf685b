import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { app, field, TODAY } from "../../test/fixture";
import { page } from "../../test/fixture.pages";
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

  it("puts a shared test value into the field that takes it", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await screen.findByTestId("field-mid");
    const page = host.state.pages.get(CHANNEL);
    for (const mid of page?.test_mids ?? []) mid.field = mid.mid === "T0000" ? "channel_name" : null;
    host.tell.journeyChanged("j1");
    await waitFor(() => expect(screen.queryByTestId("test-mid-A52Q7")).toBeNull());
    await user.click(screen.getByTestId("test-mid-T0000"));
    expect(host.setValue).toHaveBeenCalledWith("j1", at(CHANNEL, "channel_name"), "T0000", false);
    expect(screen.getByTestId<HTMLInputElement>("field-mid").value).toBe("");
  });

  it("offers what the interview noted, and writes it only when asked", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await screen.findByTestId("field-mid");
    const mid = host.state.pages.get(CHANNEL)?.fields.find((it) => it.id === "mid");
    if (!mid) throw new Error("no field");
    mid.noted = ["A52Q7"];
    host.tell.journeyChanged("j1");
    const offer = await screen.findByTestId("noted-mid-A52Q7");
    expect(offer.closest("p")?.textContent).toContain("인터뷰에서 적은 상점아이디예요: A52Q7");
    expect(screen.getByTestId<HTMLInputElement>("field-mid").value).toBe("");
    expect(host.setValue).not.toHaveBeenCalled();
    await user.click(offer);
    expect(host.setValue).toHaveBeenCalledWith("j1", at(CHANNEL, "mid"), "A52Q7", false);
    await waitFor(() => expect(screen.queryByTestId("noted-mid-A52Q7")).toBeNull());
  });

  it("resumes in the field where the user was", async () => {
    await openAt(fakeHost(), task(CHANNEL, "mid"));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("field-mid")));
  });
});

describe("a drop-down that the journey decides", () => {
  it("is shown with its choice, never as an input", async () => {
    await openAt(fakeHost(), task(CHANNEL));
    const mode = await screen.findByTestId("field-mode");
    expect(mode.textContent).toContain("이렇게 골라요: 테스트");
    expect(mode.querySelector("input, button")).toBeNull();
    expect(screen.getByTestId("field-module").textContent).toContain("문서에 없어요");
  });

  it("lets a long choice be copied, for searching it in the console", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await user.click(await screen.findByTestId("copy-gateway"));
    expect(host.copyText).toHaveBeenCalledWith("NHN KCP (테스트)");
    expect(await screen.findByText("결제대행사를 복사했어요")).toBeTruthy();
    expect(screen.queryByRole("timer")).toBeNull();
  });

  it("stands once in the drawing", async () => {
    await openAt(fakeHost(), task(CHANNEL));
    await screen.findByTestId("field-mode");
    const drawn = [...document.querySelectorAll("figure .label")].map((e) => e.textContent?.trim());
    expect(drawn.filter((text) => text === "결제대행사")).toHaveLength(1);
  });

  it("is never among the fields to look at again", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(CHANNEL));
    await screen.findByTestId("field-mode");
    const page = host.state.pages.get(CHANNEL);
    for (const field of page?.fields ?? [])
      if (field.id === "mode" || field.id === "mid")
        field.lints = [{ code: { code: "too_long", max: 1, is: 2 }, weight: "warn", overridden: false }];
    host.tell.journeyChanged("j1");
    const summary = await screen.findByRole("region", { name: "다시 볼 칸이 있어요" });
    expect(summary.textContent).toContain("사이트코드");
    expect(summary.textContent).not.toContain("연동 모드");
    await user.click(summary.querySelector("a") as HTMLElement);
    expect(document.activeElement).toBe(screen.getByTestId("field-mid"));
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
    const host = fakeHost({}, { app: app({ vault: { state: "closed", stored: 0, passphrase: false } }) });
    host.secretSave.mockImplementationOnce(() => err({ code: "vault", detail: "closed" }));
    host.vaultOpen.mockImplementation(() => ok({ state: "open", stored: 0, passphrase: false }));
    const user = await openAt(host, task(KEYS));
    await user.type(await screen.findByTestId("secret-v2_secret"), "abc");
    await user.click(screen.getByTestId("secret-save-v2_secret"));
    await waitFor(() => expect(host.secretSave).toHaveBeenCalledTimes(2));
    expect(host.vaultOpen).toHaveBeenCalledTimes(1);
  });

  it("keeps the draft when the vault stays shut, and offers other ways", async () => {
    const host = fakeHost({}, { app: app({ vault: { state: "closed", stored: 0, passphrase: false } }) });
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

  it("is named with the files that still hold it, and shown as deleted", async () => {
    const path = "/home/minji/giljabi/real/backups/000001-2026-11-22.db";
    const host = fakeHost();
    host.secretDelete.mockImplementation(() => {
      const field = host.state.pages.get(KEYS)?.fields.find((f) => f.id === "v2_secret");
      if (field) field.stored = null;
      return err({ code: "left_behind", detail: [path] });
    });
    const user = await openAt(host, task(KEYS));
    await user.type(await screen.findByTestId("secret-v2_secret"), "abc{Enter}");
    await user.click(await screen.findByTestId("secret-delete-v2_secret"));
    await user.click(await screen.findByTestId("delete-confirm"));
    const failure = await screen.findByTestId("failure");
    expect(failure.textContent).toContain(`지웠지만 이 파일에 아직 남아 있어요: ${path}`);
    expect(failure.textContent).toContain("이 파일을 지워 주세요");
    await waitFor(() => expect(screen.getByTestId("secret-v2_secret").tagName).toBe("INPUT"));
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
    const host = fakeHost({ checkKeys: () => ok({ kind: "wrong_secret", readings: [] }) });
    const user = await openAt(host, task(KEYS));
    await user.click(await screen.findByTestId("check-keys"));
    const verdict = await screen.findByTestId("verdict");
    expect(verdict.textContent).toContain("포트원이 이 키를 모른다고 해요");
    expect(verdict.textContent).not.toContain("wrong_secret");
  });

  it("names both readings of an answer that only infers, and goes to the field it is about", async () => {
    const readings = ["store_of_others", "role_too_small"] as const;
    const host = fakeHost({ checkKeys: () => ok({ kind: "store_not_mine", readings: [...readings] }) });
    const user = await openAt(host, task(KEYS));
    await user.click(await screen.findByTestId("check-keys"));
    const both = within(await screen.findByTestId("readings")).getAllByRole("listitem");
    expect(both.map((li) => li.textContent)).toEqual([
      "다른 회사의 상점이에요.",
      "우리 상점이지만 키의 권한이 작아요.",
    ]);
    await user.click(screen.getByTestId("verdict-fix"));
    expect(document.activeElement).toBe(screen.getByTestId("field-store_id"));
  });

  it("offers the failed call as text for a question, without a value of ours", async () => {
    const call = "GET /payments: server, status 503 (12 ms, tries: 3)";
    const host = fakeHost({ checkKeys: () => ok({ kind: "portone_fault", status: 503, call }) });
    const user = await openAt(host, task(KEYS));
    await user.click(await screen.findByTestId("check-keys"));
    await user.click(await screen.findByText("그래도 안 되면"));
    expect(screen.getByTestId("support-text").textContent).toContain(call);
    await user.click(screen.getByTestId("support-copy"));
    expect(host.copyText).toHaveBeenCalledWith(expect.stringContaining(call));
    expect(screen.getByRole("button", { name: "다시 해 보기" })).toBeTruthy();
  });

  const verdict = async (text: string) =>
    waitFor(() => expect(screen.getByTestId("verdict").textContent).toContain(text));

  it("does not show an answer as fresh when a value changed while it asked", async () => {
    let answer: () => void = () => undefined;
    const host = fakeHost({
      checkKeys: () =>
        new Promise((resolve) => {
          answer = () => resolve({ status: "ok", data: { kind: "keys_good", store_proven: true, readings: [] } });
        }),
    });
    const user = await openAt(host, task(KEYS));
    await user.click(await screen.findByTestId("check-keys"));
    await waitFor(() => expect(host.checkKeys).toHaveBeenCalled());
    await user.type(screen.getByTestId("field-store_id"), "store-practice");
    answer();
    await verdict("그사이 값이 바뀌었어요");
    expect(screen.queryByText("키가 맞아요")).toBeNull();
    await user.click(screen.getByRole("button", { name: "다시 해 보기" }));
    await waitFor(() => expect(host.checkKeys).toHaveBeenCalledTimes(2));
    answer();
    await verdict("키가 맞아요");
  });

  it("takes the answer back when a value or secret changes later", async () => {
    const host = fakeHost();
    const user = await openAt(host, task(KEYS));
    await user.click(await screen.findByTestId("check-keys"));
    await verdict("키가 맞아요");
    await user.type(screen.getByTestId("secret-v2_secret"), "abc");
    await verdict("키가 맞아요");
    await user.click(screen.getByTestId("secret-save-v2_secret"));
    await verdict("그사이 값이 바뀌었어요");
  });

  it("opens the closed vault from where it says so, and asks again", async () => {
    const host = fakeHost({}, { app: app({ vault: { state: "closed", stored: 1, passphrase: false } }) });
    host.checkKeys.mockImplementationOnce(() => ok({ kind: "vault_closed" }));
    host.vaultOpen.mockImplementation(() => ok({ state: "open", stored: 1, passphrase: false }));
    const user = await openAt(host, task(KEYS));
    await user.click(await screen.findByTestId("check-keys"));
    await verdict("보관함이 닫혀 있어요");
    await user.click(screen.getByRole("button", { name: "보관함 열기" }));
    await verdict("키가 맞아요");
  });

  it("keeps a failure to reach PortOne whatever is typed", async () => {
    const host = fakeHost({ checkKeys: () => ok({ kind: "unreachable", why: "dns", proxy: null, call: null }) });
    const user = await openAt(host, task(KEYS));
    await user.click(await screen.findByTestId("check-keys"));
    await verdict("포트원에 닿지 못했어요");
    await user.type(screen.getByTestId("field-store_id"), "s");
    await verdict("포트원에 닿지 못했어요");
  });

});

describe("a vault whose key is gone", () => {
  const lost = () => {
    const host = fakeHost({}, { app: app({ vault: { state: "key_lost", stored: 3, passphrase: false } }) });
    return host;
  };

  it("can be started over, after saying what that means", async () => {
    const host = lost();
    const user = await openAt(host, task(KEYS));
    await user.click(await screen.findByTestId("vault-start-over"));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("비밀값 3개");
    expect(dialog.textContent).toContain("진행, 답, 메모는 그대로");
    expect(host.vaultStartOver).not.toHaveBeenCalled();
    await user.click(screen.getByTestId("vault-start-over-confirm"));
    await waitFor(() => expect(host.vaultStartOver).toHaveBeenCalledTimes(1));
    await waitFor(() => expect(screen.queryByTestId("vault-start-over")).toBeNull());
  });

  it("wants each of its secrets again", async () => {
    const host = lost();
    const user = await openAt(host, task(KEYS));
    await screen.findByTestId("vault-start-over");
    const field = host.state.pages.get(KEYS)?.fields.find((f) => f.id === "v2_secret");
    if (field)
      field.stored = {
        saved_on: "2026-11-19",
        expires_on: null,
        renewable_from: null,
        readable: false,
        in_vault: false,
        former: false,
      };
    await user.click(screen.getByTestId("vault-start-over"));
    await user.click(await screen.findByTestId("vault-start-over-confirm"));
    expect(await screen.findByText("다시 입력 필요")).toBeTruthy();
    const input = await screen.findByTestId<HTMLInputElement>("secret-v2_secret");
    expect(input.tagName).toBe("INPUT");
    expect(screen.queryByTestId("secret-copy-v2_secret")).toBeNull();
  });

  it("is not offered in any other state", async () => {
    const host = fakeHost({}, { app: app({ vault: { state: "locked", stored: 3, passphrase: false } }) });
    await openAt(host, task(KEYS));
    await screen.findByTestId("vault-act");
    expect(screen.queryByTestId("vault-start-over")).toBeNull();
  });
});

describe("a certificate", () => {
  const withFile = async (place: "real" | "practice") => {
    const host = fakeHost({}, { app: app({ place }) });
    host.state.pages.set(
      CHANNEL,
      page(CHANNEL, { fields: [field({ id: "certificate", label: "인증서", secret: true, file: true })] }),
    );
    return { host, user: await openAt(host, task(CHANNEL)) };
  };

  it("can be made up in practice", async () => {
    const { host, user } = await withFile("practice");
    await user.click(await screen.findByTestId("certificate-practice"));
    expect(host.certificatePractice).toHaveBeenCalledWith("j1", CHANNEL);
    const result = await screen.findByTestId("certificate-result");
    expect(result.textContent).toContain("practice");
    expect(result.textContent).not.toContain("원본은");
    await waitFor(() =>
      expect(screen.getByTestId("secret-certificate").dataset["stored"]).toBe("true"),
    );
  });

  it("stands where the screen asks for it", async () => {
    const host = fakeHost();
    const secret = (id: string, file: boolean) => field({ id, label: id, secret: true, file });
    host.state.pages.set(
      CHANNEL,
      page(CHANNEL, {
        fields: [
          field({ id: "mid", label: "mid" }),
          secret("certificate", true),
          secret("private_key", true),
          secret("password", false),
        ],
      }),
    );
    await openAt(host, task(CHANNEL));
    await screen.findByTestId("certificate-choose");
    const order = [...document.querySelectorAll<HTMLElement>("[data-field]")].map(
      (e) => e.dataset["field"],
    );
    expect(order).toEqual(["mid", "certificate", "private_key", "password"]);
    expect(screen.getAllByTestId("certificate-choose")).toHaveLength(1);
  });

  it("is not read where nothing takes it", async () => {
    const host = fakeHost();
    await openAt(host, { screen: "road", key: null, field: null });
    host.tell.filesDropped();
    expect(await screen.findByText(/파일을 넣는 칸이 없어요/)).toBeTruthy();
    expect(host.certificateDropped).not.toHaveBeenCalled();
  });

  it("cannot be made up for a real store", async () => {
    await withFile("real");
    await screen.findByTestId("certificate-choose");
    expect(screen.queryByTestId("certificate-practice")).toBeNull();
  });
});
