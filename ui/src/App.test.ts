import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { screens } from "./lib/screens";
import { app, bi, journey, line } from "./test/fixture";
import { err, fakeHost } from "./test/fake";
import { openApp, openAt } from "./test/open";

const on = (id: string) =>
  waitFor(() => expect(document.querySelector(`[data-screen="${id}"]`)).toBeTruthy());

const firstRun = () => fakeHost({}, { app: app({ place: null, who: null }) });

describe("the first run", () => {
  it("asks who, then opens the practice with its banner", async () => {
    const host = firstRun();
    const user = await openApp(host);
    await user.click(await screen.findByTestId("start-practice"));
    expect(host.choosePlace).not.toHaveBeenCalled();
    expect(await screen.findByText("이름을 한 글자 이상 넣어 주세요.")).toBeTruthy();
    await user.type(screen.getByTestId("who-input"), "민지");
    await user.click(screen.getByTestId("start-practice"));
    expect(host.choosePlace).toHaveBeenCalledWith("practice", "민지");
    expect(await screen.findByTestId("banner-practice")).toBeTruthy();
    expect(document.documentElement.dataset["place"]).toBe("practice");
  });

  it("switches the language at once", async () => {
    const user = await openApp(firstRun());
    await user.click(await screen.findByTestId("lang-en"));
    expect(await screen.findByText("Start our store")).toBeTruthy();
    expect(document.documentElement.lang).toBe("en");
  });
});

describe("the way from a new store to the road", () => {
  it("asks one question a screen, shows the answers, then the plan", async () => {
    const host = fakeHost();
    const user = await openApp(host);
    await user.click(await screen.findByTestId("journey-new"));
    const name = await screen.findByTestId("journey-name");
    await waitFor(() => expect(document.activeElement).toBe(name));
    await user.type(name, "새 가게");
    await user.click(screen.getByTestId("journey-create"));
    expect(host.journeyCreate).toHaveBeenCalledWith("새 가게");
    await on("interview");

    await user.click(screen.getByTestId("next"));
    expect(await screen.findByText("답을 골라야 다음으로 갈 수 있어요.")).toBeTruthy();
    await user.click(screen.getByTestId("q-where-site"));
    expect(host.answer).toHaveBeenCalledWith("j1", "where", ["site"]);
    await user.click(screen.getByTestId("next"));

    await user.click(await screen.findByTestId("q-methods-one_time"));
    await user.click(screen.getByTestId("q-methods-unsure"));
    expect(host.answer).toHaveBeenLastCalledWith("j1", "methods", ["unsure"]);
    await user.click(screen.getByTestId("q-methods-recurring"));
    expect(host.answer).toHaveBeenLastCalledWith("j1", "methods", ["recurring"]);
    await user.click(screen.getByTestId("next"));

    await user.click(await screen.findByTestId("q-overseas-no"));
    await user.keyboard("{Enter}");
    await on("answers");
    await user.click(screen.getByTestId("answers-done"));

    await on("plan");
    await user.click(await screen.findByTestId("plan-choose"));
    expect(host.choosePlan).toHaveBeenCalledWith("j1", [
      { gateway: "kcp", module: "kcp_v2", purpose: "one_time" },
    ]);
    await on("road");
  });

  it("does not go on when Enter only ends a syllable", async () => {
    const host = fakeHost();
    const user = await openApp(host);
    await user.click(await screen.findByTestId("journey-new"));
    const name = await screen.findByTestId("journey-name");
    await user.type(name, "가게");
    await fireEvent.keyDown(name, { key: "Enter", isComposing: true });
    expect(host.journeyCreate).not.toHaveBeenCalled();
    await fireEvent.keyDown(name, { key: "Enter" });
    expect(host.journeyCreate).toHaveBeenCalledWith("가게");
  });
});

describe("the road", () => {
  const road = { screen: "road", key: null, field: null };

  it("tells mine from waiting, and lists what was put off", async () => {
    await openAt(fakeHost(), road);
    const mine = await screen.findByRole("region", { name: "내가 할 일" });
    expect(mine.querySelector('[data-testid="task-portone-keys"]')).toBeTruthy();
    expect(mine.querySelector('[data-testid="task-pg-mail@1"]')).toBeNull();
    const debts = screen.getByRole("region", { name: "나중으로 미룬 일" });
    expect(debts.querySelector('[data-testid="task-refund-owner"]')).toBeTruthy();
  });

  it("wants a reason for giving a track up", async () => {
    const host = fakeHost();
    const user = await openAt(host, road);
    await user.click(await screen.findByTestId("track-give-up-1"));
    await user.click(await screen.findByTestId("track-confirm"));
    expect(host.trackGiveUp).not.toHaveBeenCalled();
    await user.type(screen.getByTestId("track-reason"), "계약이 어려워요");
    await user.click(screen.getByTestId("track-confirm"));
    expect(host.trackGiveUp).toHaveBeenCalledWith("j1", 1, "계약이 어려워요");
  });

  it("marks several at once in the order of the road, without machine's tasks", async () => {
    const host = fakeHost();
    const user = await openAt(host, road);
    await user.click(await screen.findByTestId("already"));
    expect(screen.queryByTestId("already-portone-keys")).toBeNull();
    await user.click(await screen.findByTestId("already-pg-mail@1"));
    await user.click(screen.getByTestId("already-site-footer"));
    await user.click(screen.getByTestId("already-confirm"));
    expect(host.markMany).toHaveBeenCalledWith("j1", ["site-footer", "pg-mail@1"], "2026-11-22");
  });

  it("undoes by key, says what, and finds a task by name", async () => {
    const host = fakeHost();
    const user = await openAt(host, road);
    await screen.findByTestId("next-card");
    await user.keyboard("{Control>}[KeyZ]{/Control}");
    expect(host.undo).toHaveBeenCalledWith("j1");
    expect(await screen.findByText("되돌렸어요: 값을 넣었어요")).toBeTruthy();
    await user.keyboard("{Control>}[KeyK]{/Control}");
    await user.type(await screen.findByTestId("jump-input"), "테스트 채널{Enter}");
    expect(await screen.findByTestId("field-mid")).toBeTruthy();
  });

  it("presses the primary button with Ctrl+Enter and goes back with Alt+←", async () => {
    const user = await openAt(fakeHost(), road);
    await screen.findByTestId("next-card");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await on("task");
    await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
    await on("road");
  });

  it("says which track has opened, and since when", async () => {
    const host = fakeHost();
    const { journey: j } = host.state;
    host.state.journey = {
      ...j,
      open: true,
      tracks: j.tracks.map((t) => (t.id === 1 ? { ...t, state: { kind: "open", on: "2026-11-20" } } : t)),
    };
    await openAt(host, road);
    const opened = await screen.findByTestId("opened");
    expect(opened.textContent).toContain("NHN KCP 일반결제 · 11월 20일에 열었어요");
    expect(opened.textContent).not.toContain("카카오페이");
  });

  it.each([
    ["NHN KCP", "NHN KCP 결제 (V2)", "NHN KCP 결제 (V2)"],
    ["NHN KCP", "KCP 퀵페이 (V1)", "NHN KCP 퀵페이 (V1)"],
    ["한국결제네트웍스(KPN)", "한국결제네트웍스 결제 (V2)", "한국결제네트웍스(KPN) 결제 (V2)"],
    ["카카오페이", "정기결제", "카카오페이 정기결제"],
  ])("names the gateway %s once beside %s", async (gateway, module, full) => {
    const host = fakeHost();
    const { journey: j } = host.state;
    host.state.journey = {
      ...j,
      tracks: j.tracks.map((t) => ({ ...t, gateway: bi(gateway, gateway), module: bi(module, module) })),
    };
    await openAt(host, { screen: "task", key: "test-channel@1", field: null });
    expect(await screen.findByText(full)).toBeTruthy();
  });

  it("has one primary button", async () => {
    await openAt(fakeHost(), road);
    await screen.findByTestId("next-card");
    expect(document.querySelectorAll("[data-primary]")).toHaveLength(1);
  });
});

describe("many tasks", () => {
  const road = { screen: "road", key: null, field: null };
  const many = () => {
    const host = fakeHost();
    const { journey: j } = host.state;
    const more = (stage: string) =>
      [1, 2, 3].map((n) => line({ key: `${stage}-${n}`, title: bi(`${stage} ${n}`, `${stage} ${n}`) }));
    host.state.journey = {
      ...j,
      stages: j.stages.map((s) =>
        s.id === "site" || s.id === "test" ? { ...s, tasks: [...s.tasks, ...more(s.id)] } : s,
      ),
    };
    return host;
  };

  it("are told apart by the stretches of the road", async () => {
    await openAt(many(), road);
    const mine = await screen.findByRole("region", { name: "내가 할 일" });
    const heads = [...mine.querySelectorAll("h3")].map((h) => h.textContent);
    expect(heads).toEqual(["사이트 준비", "테스트 연동"]);
  });

  it("stand in one list when there are few", async () => {
    await openAt(fakeHost(), road);
    const mine = await screen.findByRole("region", { name: "내가 할 일" });
    expect(mine.querySelectorAll("h3")).toHaveLength(0);
  });

  it("are found with what can be done now first, then the screens", async () => {
    const user = await openAt(fakeHost(), road);
    await screen.findByTestId("next-card");
    await user.keyboard("{Control>}[KeyK]{/Control}");
    await screen.findByTestId("jump-input");
    const found = screen.getAllByRole("option").map((o) => o.textContent ?? "");
    const place = (text: string) => found.findIndex((o) => o.includes(text));
    expect(place("사이트 아래쪽 정보 확인하기")).toBe(0);
    expect(place("설정")).toBeGreaterThan(place("테스트 채널 추가하기"));
    expect(place("포트원에 가입하기")).toBeGreaterThan(place("설정"));
  });

  it("say whose they are when several tracks have them", async () => {
    const user = await openAt(fakeHost(), road);
    await user.click(await screen.findByTestId("already"));
    const box = await screen.findByTestId("already-pg-mail@1");
    expect(box.closest("label")?.textContent).toContain("NHN KCP 일반결제");
  });
});

describe("trouble", () => {
  it.each(["newer", "in_use", "full", "unreadable"] as const)("%s has its own screen", async (kind) => {
    const host = fakeHost({}, { app: app({ data: { folder: "/x", state: { kind } } }) });
    await openApp(host);
    await on("datatrouble");
    expect(screen.queryByTestId("journey-new")).toBeNull();
  });

  it("opens again after the core did not answer", async () => {
    const host = fakeHost();
    host.appView.mockImplementationOnce(() => Promise.reject(new Error("raw panic text")));
    const user = await openApp(host);
    await on("datatrouble");
    expect(document.body.textContent).not.toContain("raw panic");
    await user.click(screen.getByRole("button", { name: "다시 해 보기" }));
    await on("stores");
  });

  it("says what happened, that the work is safe, and gives one button", async () => {
    const host = fakeHost();
    host.journeyOpen.mockImplementationOnce(() => err({ code: "journey_damaged" }));
    const user = await openApp(host);
    await user.click(await screen.findByTestId("journey-open-j1"));
    const failure = await screen.findByTestId("failure");
    expect(failure.textContent).toContain("기록 일부를 읽을 수 없어요");
    expect(failure.textContent).toContain("다른 가게는 그대로예요");
    expect(failure.querySelectorAll("button")).toHaveLength(1);
  });
});

describe("little space", () => {
  it("is said on every screen, with what is safe and what to do", async () => {
    const host = fakeHost({}, { app: app({ low_space: true }) });
    await openAt(host, { screen: "road", key: null, field: null });
    const banner = await screen.findByTestId("data-low-space");
    expect(banner.textContent).toContain("50MB");
    expect(banner.textContent).toContain("그대로예요");
    expect(banner.textContent).toContain("옮겨 주세요");
  });
});

describe("lists of words and what they mean", () => {
  /** What may stand in a `dl`: groups of `dt` and `dd`, as the rule `definition-list` wants it. */
  const sound = () => {
    const lists = [...document.querySelectorAll("dl")];
    for (const list of lists)
      for (const child of list.children) {
        const inside = child.tagName === "DIV" ? [...child.children] : [child];
        for (const e of inside) expect(["DT", "DD"]).toContain(e.tagName);
      }
    return lists.length;
  };

  it("hold nothing else among the answers", async () => {
    const user = await openAt(fakeHost(), { screen: "road", key: null, field: null });
    await user.click(await screen.findByTestId("side-answers"));
    await screen.findByTestId("change-where");
    expect(sound()).toBeGreaterThan(0);
  });

  it("hold nothing else in the glossary, nor when nothing is found", async () => {
    const user = await openAt(fakeHost(), { screen: "road", key: null, field: null });
    await user.click(await screen.findByTestId("terms"));
    await user.type(await screen.findByLabelText("낱말 찾기"), "없는 낱말");
    expect(await screen.findByText("찾는 낱말이 없어요.")).toBeTruthy();
    sound();
  });
});

describe("a change that could not be saved", () => {
  it("is made by the button that says so", async () => {
    const host = fakeHost();
    host.putOff.mockImplementationOnce(() => err({ code: "not_saved", detail: "busy" }));
    const user = await openAt(host, { screen: "task", key: "site-footer", field: null });
    await user.click(await screen.findByTestId("put-off"));
    await user.click(await screen.findByTestId("failure-act"));
    await waitFor(() => expect(host.putOff).toHaveBeenCalledTimes(2));
    await waitFor(() => expect(screen.queryByTestId("failure")).toBeNull());
  });
});

describe("a failure in a dialog", () => {
  it("is said in the dialog, which stays with what was typed", async () => {
    const host = fakeHost({ journeyCreate: () => err({ code: "not_saved", detail: "disk_full" }) });
    const user = await openApp(host);
    await user.click(await screen.findByTestId("journey-new"));
    await user.type(await screen.findByTestId("journey-name"), "새 가게{Enter}");
    const failure = await screen.findByTestId("failure");
    expect(screen.getByRole("dialog").contains(failure)).toBe(true);
    expect(screen.getByTestId<HTMLInputElement>("journey-name").value).toBe("새 가게");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("failure")).toBeNull());
  });

  it("keeps the day of a mark", async () => {
    const host = fakeHost({ mark: () => err({ code: "not_saved", detail: "busy" }) });
    const user = await openAt(host, { screen: "task", key: "site-footer", field: null });
    await user.click(await screen.findByTestId("mark"));
    await user.click(await screen.findByTestId("mark-confirm"));
    const failure = await screen.findByTestId("failure");
    expect(screen.getByRole("dialog").contains(failure)).toBe(true);
  });

  it("is not asked for twice by a second Enter", async () => {
    const host = fakeHost({ journeyCreate: () => new Promise(() => undefined) });
    const user = await openApp(host);
    await user.click(await screen.findByTestId("journey-new"));
    await user.type(await screen.findByTestId("journey-name"), "새 가게{Enter}{Enter}");
    expect(host.journeyCreate).toHaveBeenCalledTimes(1);
  });
});

describe("Ctrl+S", () => {
  it("says that all is saved only when it is", async () => {
    const user = await openAt(fakeHost(), { screen: "task", key: "portone-keys", field: null });
    const input = await screen.findByTestId("secret-v2_secret");
    await user.keyboard("{Control>}[KeyS]{/Control}");
    expect(await screen.findByText(/저장돼 있어요/)).toBeTruthy();
    await user.type(input, "abc");
    await user.keyboard("{Control>}[KeyS]{/Control}");
    expect(await screen.findByText("아직 저장하지 않았어요: V2 API Secret")).toBeTruthy();
  });
});

describe("settings", () => {
  it("changes theme and text size at once", async () => {
    const host = fakeHost();
    const user = await openApp(host);
    await user.click(await screen.findByTestId("to-settings"));
    await user.click(await screen.findByTestId("theme-dark"));
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    await fireEvent.change(screen.getByTestId("text-size"), { target: { value: "24" } });
    expect(document.documentElement.style.fontSize).toBe("24px");
  });

  it("deletes everything only after the words were typed", async () => {
    const host = fakeHost();
    host.wipe.mockImplementationOnce(() => {
      host.state.app = app({ place: null, who: null });
      return Promise.resolve({ status: "ok", data: ["/backup/x"] });
    });
    const user = await openApp(host);
    await user.click(await screen.findByTestId("to-settings"));
    await user.click(await screen.findByTestId("wipe"));
    const confirm = await screen.findByTestId<HTMLButtonElement>("wipe-confirm");
    expect(confirm.disabled).toBe(true);
    await user.type(screen.getByTestId("wipe-typed"), "모두 지우기");
    await user.click(confirm);
    await on("start");
    expect(screen.getByText("/backup/x")).toBeTruthy();
  });
});

describe("the registry of screens", () => {
  it("names every screen that the window can show", async () => {
    const roots = import.meta.glob("./steps/**/*.svelte", {
      query: "?raw",
      import: "default",
      eager: true,
    });
    const found = Object.values(roots).flatMap((text) =>
      [...String(text).matchAll(/data-screen="(\w+)"/g)].map((m) => m[1]),
    );
    expect([...new Set(found)].sort()).toEqual([...screens].sort());
  });

  it("goes on by itself where the last run stopped", async () => {
    const host = fakeHost({}, { app: app({ resume: "j1" }), journey: journey() });
    host.state.journey.place = { screen: "task", key: "test-channel@1", field: "mid" };
    await openApp(host);
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("data-testid")).toBe("field-mid"),
    );
    await waitFor(() => expect(host.firstPaint).toHaveBeenCalledTimes(1));
  });

  it("resumes where the journey was left", async () => {
    const host = fakeHost({}, { journey: journey() });
    await openAt(host, { screen: "history", key: null, field: null });
    await on("history");
  });
});
