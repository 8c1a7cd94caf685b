import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import Timeline from "../../components/Timeline.svelte";
import SearchList from "../../components/SearchList.svelte";
import { planCopies } from "../../lib/i18n/plan";
import { bi, journey, source } from "../../test/fixture";
import { best, planning, won } from "../../test/fixture.plan";
import { fakeHost, ok } from "../../test/fake";
import { openAt } from "../../test/open";

const plan = { screen: "plan", key: null, field: null };
const unplanned = () => fakeHost({}, { journey: journey({ planned: false }) });

describe("the plan", () => {
  it("compares the plans and takes the best one as it stands", async () => {
    const host = unplanned();
    const user = await openAt(host, plan);
    const first = await screen.findByTestId<HTMLInputElement>("plan-pick-1");
    expect(first.checked).toBe(true);
    expect(screen.getByTestId<HTMLInputElement>("plan-pick-2").checked).toBe(false);
    await user.click(screen.getByTestId("plan-choose"));
    expect(host.choosePlan).toHaveBeenCalledWith(
      "j1",
      best.tracks.map((it) => it.track),
    );
  });

  it("takes another plan, or what was chosen by hand", async () => {
    const host = unplanned();
    const user = await openAt(host, plan);
    await user.click(await screen.findByTestId("plan-pick-2"));
    await user.click(screen.getByTestId("plan-choose"));
    expect(host.choosePlan).toHaveBeenLastCalledWith(
      "j1",
      planning.plans[1]?.tracks.map((it) => it.track),
    );
  });

  it("takes the second gateway along, and leaves it again", async () => {
    const host = unplanned();
    const user = await openAt(host, plan);
    const also = await screen.findByTestId("plan-also");
    await user.click(also);
    expect(also.getAttribute("aria-pressed")).toBe("true");
    await user.click(also);
    expect(also.getAttribute("aria-pressed")).toBe("false");
    await user.click(also);
    await user.click(screen.getByTestId("plan-choose"));
    const own = best.tracks.map((it) => it.track);
    expect(host.choosePlan).toHaveBeenLastCalledWith("j1", [...own, best.precaution?.track]);
  });

  it("reckons what was picked by hand", async () => {
    const host = unplanned();
    const user = await openAt(host, plan);
    await user.click(await screen.findByTestId("plan-own"));
    await user.click(screen.getByTestId("plan-clear"));
    const cost = { ...best.cost, portone: won(77_000) };
    host.planByHand.mockImplementation(() => ok({ ...best, rank: 0, cost }));
    await user.click(screen.getByTestId("plan-offer-inicis-inicis_v2-one_time"));
    expect(await screen.findByText(/77,000원/)).toBeTruthy();
    expect(host.planByHand).toHaveBeenCalledExactlyOnceWith("j1", [
      { gateway: "inicis", module: "inicis_v2", purpose: "one_time" },
    ]);
  });

  it("refuses to go on with nothing, and says so", async () => {
    const host = unplanned();
    const user = await openAt(host, plan);
    await user.click(await screen.findByTestId("plan-own"));
    await user.click(screen.getByTestId("plan-clear"));
    await user.click(screen.getByTestId("plan-choose"));
    expect(host.choosePlan).not.toHaveBeenCalled();
    expect((await screen.findByRole("alert")).textContent).toContain("길을 하나 이상");
    await user.click(screen.getByTestId("plan-offer-inicis-inicis_v2-one_time"));
    await user.click(screen.getByTestId("plan-choose"));
    expect(host.choosePlan).toHaveBeenLastCalledWith("j1", [
      { gateway: "inicis", module: "inicis_v2", purpose: "one_time" },
    ]);
  });

  it("shows cost with its arithmetic, the wished day, and what is not covered", async () => {
    await openAt(unplanned(), plan);
    expect(await screen.findByText("30,000,000원 × 3.2% = 960,000원")).toBeTruthy();
    // In the comparison and in the table.
    expect(screen.getAllByText("960,000원 ~ 1,020,000원").length).toBeGreaterThan(1);
    expect(screen.getByTestId("plan-wished").textContent).toContain("2영업일 빨라야");
    expect(screen.getByText("그때그때 결제로 바꾸면 돼요.")).toBeTruthy();
    expect(screen.getByText("2영업일 늦었어요")).toBeTruthy();
    // Not documented is said, and drawn as nothing.
    expect(screen.getAllByText("문서에 없어요").length).toBeGreaterThan(0);
  });

  it("names answers that contradict each other, with the way to both", async () => {
    const host = unplanned();
    host.planning.mockImplementation(() =>
      ok({
        ...planning,
        contradictions: [
          {
            questions: [
              { id: "where", title: bi("어디에 결제를 붙이나요?", "Where?") },
              { id: "methods", title: bi("어떤 방식인가요?", "How?") },
            ],
            reason: { code: "clash", text: bi("둘 다일 수는 없어요.", "Not both."), sources: [source] },
          },
        ],
      }),
    );
    const user = await openAt(host, plan);
    const banner = await screen.findByTestId("contradiction-clash");
    expect(banner.textContent).toContain("둘 다일 수는 없어요.");
    await user.click(within(banner).getByTestId("change-methods"));
    await waitFor(() => expect(document.querySelector('[data-screen="interview"]')).toBeTruthy());
  });

  it("saves the PDF and the calendar in the language of the window", async () => {
    const host = unplanned();
    const user = await openAt(host, plan);
    // What they are about, as long as no plan is chosen.
    await user.click(await screen.findByTestId("plan-pick-2"));
    const tracks = planning.plans[1]?.tracks.map((it) => it.track);
    await user.click(await screen.findByTestId("plan-pdf"));
    expect(host.planSave).toHaveBeenCalledWith("j1", "ko", tracks);
    expect(await screen.findByText("저장했어요: /home/minji/plan.pdf")).toBeTruthy();
    await user.click(screen.getByTestId("lang-en"));
    await user.click(screen.getByTestId("plan-calendar"));
    expect(host.calendarSave).toHaveBeenCalledWith("j1", "en", tracks);
    await user.click(screen.getByTestId("plan-open"));
    expect(host.planOpen).toHaveBeenCalledWith("j1", "en", tracks);
  });
});

describe("a way that cannot be gone", () => {
  it("is named with its reason and where that is written", async () => {
    const user = await openAt(unplanned(), plan);
    await user.click(await screen.findByText("이번에는 갈 수 없는 길 · 2개"));
    const no = screen.getByText("정기결제는 카드만 돼요.").closest<HTMLElement>(".told");
    if (!no) throw new Error("no reason");
    expect(no.closest(".refused")?.textContent).toContain("KPN · 정기결제");
    await user.click(within(no).getByText("근거 1개"));
    expect(no.querySelector("details")?.open).toBe(true);
    expect(
      within(no).getByText("help · channel-setting/kcp-v2.md · 8월 19일 문서 · 11월 20일에 읽음"),
    ).toBeTruthy();
  });

  it("tells what is refused from what no document says", async () => {
    await openAt(unplanned(), plan);
    const lead = await screen.findByText("이유와 근거를 함께 적었어요.");
    const items = [...(lead.parentElement?.querySelectorAll(":scope > ul > li") ?? [])];
    expect(items).toHaveLength(2);
    expect(items[0]?.textContent).toContain(planCopies.ko.plan.verdict.no);
    expect(items[1]?.textContent).toContain(planCopies.ko.plan.verdict.undocumented);
    expect(items[1]?.textContent).toContain("이 업종을 심사하는지 문서에 없어요.");
    // Which of the wished methods it is about, where the module serves the others.
    expect(items[1]?.textContent).toContain("가나페이 결제창 · 일반결제 · 상품권, 가나페이 결제창 · 정기결제");
  });
});

describe("the timeline", () => {
  const words = planCopies.ko.plan;
  const bar = {
    title: "카드사 심사",
    who: "카드사",
    span: { start: "2026-12-01", end: "2026-12-10", late: "2026-12-20" },
    usual: "12월 1일 ~ 12월 10일",
    late: "12월 20일",
    notes: [],
    critical: true,
    done: false,
  };

  it("is a table whose drawing only repeats its words", () => {
    const { container } = render(Timeline, {
      caption: "KCP",
      bars: [bar, { ...bar, title: "개발", span: null, critical: false, usual: "문서에 없어요", late: "" }],
      words,
      today: "2026-12-05",
    });
    const rows = screen.getAllByRole("row");
    expect(rows).toHaveLength(3);
    expect(screen.getByRole("rowheader", { name: /카드사 심사.*여는 날을 정하는 단계/ })).toBeTruthy();
    expect(screen.getByRole("table", { name: "KCP" })).toBeTruthy();
    for (const drawn of container.querySelectorAll(".chart"))
      expect(drawn.getAttribute("aria-hidden")).toBe("true");
    const bars = container.querySelectorAll<HTMLElement>(".bar");
    // The late one behind the usual one; nothing for what is not documented.
    expect(bars).toHaveLength(2);
    expect(bars[0]?.style.width).toBe("100%");
    expect(bars[1]?.style.width).toBe("50%");
    expect(container.querySelectorAll(".now")).toHaveLength(2);
  });

  it("draws nothing when no days are known", () => {
    const { container } = render(Timeline, {
      caption: "KCP",
      bars: [{ ...bar, span: null }],
      words,
      today: "2026-12-05",
    });
    expect(container.querySelectorAll(".bar, .tick")).toHaveLength(0);
  });
});

describe("a long list", () => {
  const choices = [
    { value: "none", label: "여기에 없어요" },
    ...["대한민국", "미국", "일본", "몽골"].map((label, i) => ({ value: `c${i}`, label })),
  ];

  function show(value: string[] = []) {
    const onchange = vi.fn();
    render(SearchList, {
      name: "q",
      choices,
      value,
      many: true,
      onchange,
      labelledby: "h",
      label: "찾아보기",
      always: ["none"],
      found: planCopies.ko.search.found,
      testid: "search",
    });
    return { onchange, user: userEvent.setup() };
  }

  const labels = () => screen.getAllByRole("checkbox").map((it) => (it as HTMLInputElement).value);

  it("finds by letters and by initials; what is chosen and what always stands stay", async () => {
    const { user } = show(["c1"]);
    await user.type(screen.getByTestId("search"), "일");
    expect(labels()).toEqual(["c1", "none", "c2"]);
    await user.clear(screen.getByTestId("search"));
    await user.type(screen.getByTestId("search"), "ㄷㅎㅁ");
    expect(labels()).toEqual(["c1", "none", "c0"]);
    expect(screen.getByRole("status").textContent).toBe("1개가 있어요.");
    await user.type(screen.getByTestId("search"), "ㅋ");
    expect(screen.getByRole("status").textContent).toBe("찾는 것이 없어요.");
  });
});
