import { screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { planning } from "../../test/fixture.plan";
import { fakeHost, ok } from "../../test/fake";
import { bi, journey } from "../../test/fixture";
import { openAt } from "../../test/open";
import { sum } from "./words";

const won = (low: string, high = low) => ({ low, high });

describe("amounts that fall due together", () => {
  it("are nothing known when one of them is not: the rest would be less than it will be", () => {
    expect(sum(null, won("0"))).toBeNull();
    expect(sum(won("10000"), null)).toBeNull();
    expect(sum(null, null)).toBeNull();
  });

  it("are added to the won, however many there are", () => {
    expect(sum(won("960000", "1020000"), won("100000"))).toEqual(won("1060000", "1120000"));
    expect(sum(won("9007199254740993"), won("1"))).toEqual(won("9007199254740994"));
  });
});

const plan = { screen: "plan", key: null, field: null };

/** The window with a planning that differs in its first plan. */
async function withFirst(change: (plan: (typeof planning.plans)[number]) => object) {
  const host = fakeHost({}, { journey: journey({ planned: false }) });
  const [first, ...others] = planning.plans;
  if (!first) throw new Error("the fixture has a plan");
  host.planning.mockImplementation(() =>
    ok({ ...planning, plans: [{ ...first, ...change(first) }, ...others] }),
  );
  return { host, user: await openAt(host, plan) };
}

describe("a plan in words", () => {
  it("does not cost 0 won a month where the gateways' share is not known", async () => {
    await withFirst((first) => ({ cost: { ...first.cost, monthly: null } }));
    const first = (await screen.findByTestId("plan-pick-1")).closest("label");
    expect(first?.textContent).toContain("셈할 수 없어요");
    expect(first?.textContent).not.toContain("0원");
  });

  it("says after which stages a stage comes, and when it can end at the earliest", async () => {
    await withFirst((first) => ({
      tracks: first.tracks.map((track) => ({
        ...track,
        bars: track.bars.map((bar, n) =>
          n === 1
            ? {
                ...bar,
                after: [
                  { title: bi("전자결제 신청하기", "Apply"), who: null },
                  { title: bi("카드사 심사받기", "Card review"), who: "merchant" as const },
                ],
              }
            : bar,
        ),
      })),
    }));
    const row = await screen.findByRole("rowheader", { name: /^카드사 심사받기/ });
    expect(row.textContent).toContain("전자결제 신청하기, 카드사 심사받기 · 우리 가게 뒤에");
    expect(row.textContent).toContain("빠르면");
  });
});
