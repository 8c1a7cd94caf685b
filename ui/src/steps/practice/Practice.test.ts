import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { PracticeNews } from "../../lib/host";
import { app, bi, journey, practising } from "../../test/fixture";
import { err, fakeHost } from "../../test/fake";
import { openAt, task } from "../../test/open";

const WAIT = "pg-mail@1";
const news = (over: Partial<PracticeNews> = {}): PracticeNews => ({
  journey: journey().id,
  name: "모퉁이 과일가게",
  task: WAIT,
  title: bi("PG사 메일 기다리기", "Wait for the gateway"),
  actor: "gateway",
  gateway: bi("KCP", "KCP"),
  on: "2026-11-25",
  what: { kind: "answered" },
  settles: true,
  again: false,
  ...over,
});
const inPractice = { app: app({ place: "practice" }) };
const tools = async () => within(await screen.findByTestId("practice-tools"));

describe("the tools of the practice", () => {
  it("are not there in the real place, and ask nothing", async () => {
    const host = fakeHost({}, { practice: practising({ news: [news()] }) });
    await openAt(host, task(WAIT));
    expect(screen.queryByTestId("practice-tools-open")).toBeNull();
    expect(screen.queryByTestId("practice-news")).toBeNull();
    expect(host.practiceView).not.toHaveBeenCalled();
  });

  it("move the clock, and everything is loaded for the new day", async () => {
    const host = fakeHost({}, inPractice);
    const user = await openAt(host, task(WAIT));
    expect((await screen.findByTestId("practice-date")).textContent).toContain("11월 22일");
    await user.click(screen.getByTestId("practice-tools-open"));
    expect((screen.getByTestId("practice-step-next_news") as HTMLButtonElement).disabled).toBe(true);
    const loaded = host.appView.mock.calls.length;
    await user.click(screen.getByTestId("practice-step-three_business_days"));
    expect(host.practiceStep).toHaveBeenCalledWith("three_business_days");
    await waitFor(() =>
      expect(screen.getByTestId("practice-today").textContent).toContain("진짜 오늘보다 1일 앞이에요."),
    );
    expect(host.appView.mock.calls.length).toBeGreaterThan(loaded);
    await waitFor(() => expect(screen.getByTestId("practice-date").textContent).toContain("11월 23일"));
  });

  it("show what came where it was waited for, and leave the mark to the user", async () => {
    const host = fakeHost({}, { ...inPractice, practice: practising({ news: [news()] }) });
    const user = await openAt(host, task(WAIT));
    expect((await screen.findByTestId("practice-news")).textContent).toContain("KCP가 메일을 보냈어요.");
    expect(screen.getByTestId("practice-tools-open").textContent).toContain("소식 1개");
    expect(host.mark).not.toHaveBeenCalled();
    await user.click(screen.getByTestId(`practice-mark-${WAIT}`));
    await waitFor(() =>
      expect(host.mark).toHaveBeenCalledWith(journey().id, WAIT, "2026-11-25"),
    );
  });

  it("say why the reviewer rejects, and ask again", async () => {
    const rejected = news({
      what: { kind: "rejected", reason: "mail_order_number" },
      settles: false,
      again: true,
    });
    const host = fakeHost({}, { ...inPractice, practice: practising({ news: [rejected] }) });
    const user = await openAt(host, task(WAIT));
    await user.click(await screen.findByTestId("practice-tools-open"));
    const panel = await tools();
    expect(panel.getByText(/통신판매업 신고번호가 없대요/)).toBeTruthy();
    expect(panel.queryByTestId(`practice-mark-${WAIT}`)).toBeNull();
    await user.click(panel.getByTestId(`practice-again-${WAIT}`));
    expect(host.practiceAgain).toHaveBeenCalledWith(journey().id, WAIT);
    await waitFor(() => expect(screen.queryByTestId(`practice-again-${WAIT}`)).toBeNull());
  });

  it("make one trouble at a time by keyboard, until it is turned off", async () => {
    const host = fakeHost({}, inPractice);
    const user = await openAt(host, task(WAIT));
    await user.click(await screen.findByTestId("practice-tools-open"));
    const none = await screen.findByTestId("practice-trouble-none");
    expect((none as HTMLInputElement).checked).toBe(true);
    screen.getByTestId("practice-trouble-wrong_key").focus();
    await user.keyboard(" ");
    await waitFor(() => expect(host.practiceTrouble).toHaveBeenCalledWith("wrong_key"));
    await user.click(screen.getByTestId("practice-trouble-none"));
    await waitFor(() => expect(host.practiceTrouble).toHaveBeenLastCalledWith(null));
  });

  it("show a step that failed, and stay usable", async () => {
    const host = fakeHost({}, inPractice);
    host.practiceStep.mockImplementationOnce(() => err({ code: "not_saved", detail: "disk_full" }));
    const user = await openAt(host, task(WAIT));
    await user.click(await screen.findByTestId("practice-tools-open"));
    await user.click(await screen.findByTestId("practice-step-day"));
    expect(await screen.findByText("저장 공간이 없어 저장하지 못했어요.")).toBeTruthy();
    expect((screen.getByTestId("practice-step-day") as HTMLButtonElement).disabled).toBe(false);
    await user.click(screen.getByTestId("practice-step-day"));
    await waitFor(() => expect(screen.getByTestId("practice-today").textContent).toContain("11월 23일"));
  });
});
