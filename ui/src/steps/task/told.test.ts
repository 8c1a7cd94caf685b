// What a task's page tells: documents that disagree, and what others do.

import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { DisagreementView, SourceView, Status, TaskPage } from "../../lib/host";
import { bi, field, source } from "../../test/fixture";
import { page, pages } from "../../test/fixture.pages";
import { fakeHost } from "../../test/fake";
import { openAt, task } from "../../test/open";

const words = (e: Element | null | undefined) => (e?.textContent ?? "").replace(/\s+/g, " ").trim();
/** The banner that has a text as its title. */
const banner = async (title: string | RegExp) => {
  const found = (await screen.findByText(title)).closest<HTMLElement>(".banner");
  if (!found) throw new Error("no banner");
  return found;
};

describe("documents that disagree", () => {
  const from = (path: string, date: string): SourceView[] => [{ ...source, path, date }];
  const disagreement: DisagreementView = {
    about: bi("걸리는 날", "The days"),
    readings: [
      { text: bi("3일이 걸려요.", "It takes 3 days."), sources: from("a.md", "2026-08-19") },
      { text: bi("5일이 걸려요.", "It takes 5 days."), sources: from("b.md", "2025-02-03") },
    ],
    advice: bi("넉넉히 5일로 보세요.", "Count on 5."),
  };
  const told = async () => {
    const one = await banner("문서끼리 달라요: 걸리는 날");
    expect(within(one).getAllByRole("listitem").length).toBeGreaterThan(1);
    const readings = [...one.querySelectorAll(".readings > li")].map(words);
    expect(readings).toHaveLength(2);
    expect(readings[0]).toMatch(/3일이 걸려요\..*help · a\.md · 8월 19일 문서 · 11월 20일에 읽음/);
    expect(readings[1]).toMatch(/5일이 걸려요\..*help · b\.md · 2025년 2월 3일 문서/);
    expect(words(one)).toContain("넉넉히 5일로 보세요.");
    return one;
  };

  it("about a task are told on its page, each reading with its source and date", async () => {
    const host = fakeHost();
    host.state.pages.set("site-footer", page("site-footer", { disagreements: [disagreement] }));
    await openAt(host, task("site-footer"));
    const one = await told();
    expect(one.closest("[data-field]")).toBeNull();
  });

  it("about a field are told at the field", async () => {
    const host = fakeHost();
    const fields = [
      field({ id: "a", label: "앞의 칸" }),
      field({ id: "b", label: "뒤의 칸", disagreements: [disagreement] }),
    ];
    host.state.pages.set("site-footer", page("site-footer", { fields }));
    await openAt(host, task("site-footer"));
    const one = await told();
    expect(one.closest<HTMLElement>("[data-field]")?.dataset["field"]).toBe("b");
  });
});

describe("what others do", () => {
  const MAIL = "pg-mail@1";
  const waiting = (over: Partial<Status & { kind: "waiting" }>): Status => ({
    kind: "waiting",
    since: "2026-11-20",
    days: [2, 3],
    until: "2026-11-25",
    late: false,
    ...over,
  });
  const opened = async (status?: Status, over: Partial<TaskPage> = {}) => {
    const host = fakeHost();
    const made = { ...(pages[MAIL]?.() ?? page(MAIL)), ...over };
    host.state.pages.set(MAIL, { ...made, line: { ...made.line, status: status ?? made.line.status } });
    const user = await openAt(host, task(MAIL));
    return { host, user, who: await banner(/답할 차례예요/) };
  };

  it("says whose turn it is, since when and until when, and the usual business days", async () => {
    const { who } = await opened();
    expect(words(who)).toMatch(/^결제대행사\(PG\)[이가] 답할 차례예요/);
    expect(words(who)).toContain("11월 20일부터 · 보통 11월 25일까지");
    expect(words(who)).toContain("보통 2~3영업일 · 평균이에요, 약속이 아니에요.");
    expect(words(who)).toContain("help · channel-setting/kcp-v2.md");
    expect(words(who)).not.toContain("보통보다 오래 걸려요");
  });

  it("says when it takes longer than usual", async () => {
    const { who } = await opened(waiting({ late: true, since: "2026-11-02", until: "2026-11-16" }));
    expect(words(who)).toContain("11월 2일부터 · 보통보다 오래 걸려요");
    expect(words(who)).not.toContain("보통 11월 16일까지");
    expect(who.classList.contains("care")).toBe(true);
  });

  it("gives the usual days where no day is known, and nothing where no document does", async () => {
    const { who } = await opened(waiting({ until: null, days: [10, 10] }), { days: null });
    expect(words(who)).toContain("11월 20일부터 · 보통 10영업일");
    expect(words(who)).not.toContain("약속이 아니에요");
  });

  it("says before it begins who it will be, and for how long", async () => {
    const { who } = await opened({ kind: "ready" });
    expect(words(who)).toContain("보통 2~3영업일");
    expect(words(who)).not.toContain("부터");
    expect(screen.getByTestId("start-wait")).toBeTruthy();
  });

  it("says what can be done meanwhile, what to do without news, and whom to ask", async () => {
    const url = "https://admin.portone.io";
    const { host, user } = await opened(undefined, {
      contacts: [{ what: bi("계약 문의", "Contracts"), phone: "1544-0000", mail: "help@example.kr", url }],
    });
    const part = (title: string) => screen.getByRole("heading", { name: title }).parentElement;
    const lines = [...(part("기다리는 동안 할 수 있어요")?.querySelectorAll("li") ?? [])].map(words);
    expect(lines).toEqual(["테스트 채널을 만들어 두세요.", "사업자등록증 사본을 준비하세요."]);
    expect(words(part("소식이 없으면"))).toContain("3영업일이 지나면 스팸함을 보고");
    const contacts = part("물어볼 곳");
    for (const said of ["계약 문의", "전화 1544-0000", "help@example.kr"])
      expect(words(contacts)).toContain(said);
    await user.click(within(contacts as HTMLElement).getByRole("button", { name: "공식 페이지 열기" }));
    expect(host.openLink).toHaveBeenCalledWith(url);
  });

  it("stands in short on the road", async () => {
    await openAt(fakeHost(), { screen: "road", key: null, field: null });
    const region = await screen.findByRole("region", { name: "기다리는 일" });
    const row = (key: string) => words(within(region).getByTestId(`task-${key}`));
    expect(row(MAIL)).toContain("11월 20일부터 · 보통 11월 25일까지");
    expect(row(MAIL)).toContain("결제대행사(PG) 차례");
    expect(row("review@2")).toContain("11월 2일부터 · 보통보다 오래 걸려요");
    expect(row("review@2")).toContain("카드사 차례");
  });
});

describe("a mark that is taken back", () => {
  it.each([
    ["portone-account", "mark"],
    ["pg-mail@1", "start-wait"],
  ])("(%s) can be made again", async (key, again) => {
    const host = fakeHost();
    const user = await openAt(host, task(key));
    await user.click(await screen.findByTestId("unmark"));
    expect(host.unmark).toHaveBeenCalledExactlyOnceWith("j1", key);
    expect(await screen.findByTestId(again)).toBeTruthy();
    await waitFor(() => expect(screen.queryByTestId("unmark")).toBeNull());
  });

  it("is not offered where there is none", async () => {
    await openAt(fakeHost(), task("site-footer"));
    await screen.findByTestId("mark");
    expect(screen.queryByTestId("unmark")).toBeNull();
  });
});
