import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { QuestionView } from "../../lib/host";
import { bi, journey, questions } from "../../test/fixture";
import { fakeHost, ok } from "../../test/fake";
import { nothing } from "../../test/fixture.plan";
import { openAt } from "../../test/open";

const asked = (over: Partial<QuestionView>): QuestionView => ({
  ...questions[0]!,
  id: "sales",
  title: bi("한 달에 얼마쯤 팔까요?", "How much a month?"),
  kind: "number",
  unit: bi("원", "won"),
  choices: [{ value: "unknown", label: bi("모르겠어요", "I do not know"), help: null, alone: false }],
  value: [],
  ...over,
});

async function at(question: QuestionView, after = questions) {
  const host = fakeHost(
    {},
    { journey: journey({ planned: false, questions: [question, ...after] }) },
  );
  const user = await openAt(host, { screen: "interview", key: question.id, field: null });
  const input = await screen.findByTestId<HTMLInputElement>(`q-${question.id}-input`);
  return { host, user, input };
}

describe("an answer that is typed", () => {
  it("is read as people write numbers, says how, and is saved as digits", async () => {
    const { host, user, input } = await at(asked({}));
    await user.type(input, "３,０００만원");
    const read = screen.getByTestId("q-sales-input-read").textContent ?? "";
    expect(read).toContain("30,000,000원 (3,000만원)");
    expect(read).toContain("전각 글자를");
    expect(host.answer).not.toHaveBeenCalled();
    await user.click(screen.getByTestId("next"));
    expect(host.answer).toHaveBeenCalledExactlyOnceWith("j1", "sales", ["30000000"]);
  });

  it("stays, with a reason, while it cannot be read", async () => {
    const { host, user, input } = await at(asked({}));
    await user.type(input, "많이");
    await user.click(screen.getByTestId("next"));
    expect(host.answer).not.toHaveBeenCalled();
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText(/숫자로 읽을 수 없어요/)).toBeTruthy();
    expect(input.value).toBe("많이");
  });

  it("gives way to not knowing", async () => {
    const { host, user, input } = await at(asked({ value: ["5"] }));
    expect(input.value).toBe("5");
    await user.click(screen.getByTestId("q-sales-unknown"));
    expect(input.value).toBe("");
    await waitFor(() => expect(host.answer).toHaveBeenLastCalledWith("j1", "sales", ["unknown"]));
  });

  it("takes a day in Korean words and says when it has passed", async () => {
    const { host, user, input } = await at(asked({ id: "day", kind: "day", unit: null }));
    await user.type(input, "2001년 3월 4일");
    const read = screen.getByTestId("q-day-input-read").textContent ?? "";
    expect(read).toContain("2001년 3월 4일 일요일");
    expect(read).toContain("지난 날이에요");
    await user.click(screen.getByTestId("next"));
    expect(host.answer).toHaveBeenCalledWith("j1", "day", ["2001-03-04"]);
  });

  it("leads on from the last question, and back to the stores", async () => {
    const { user, input } = await at(asked({ id: "day", kind: "day", unit: null }), []);
    await user.type(input, "2031-03-04");
    await user.click(screen.getByTestId("next"));
    await user.click(await screen.findByTestId("change-day"));
    await screen.findByTestId("q-day-input");
    await user.click(screen.getByTestId("to-stores"));
    await waitFor(() => expect(screen.queryByTestId("q-day-input")).toBeNull());
  });

  it("holds back what is shaped like a secret", async () => {
    const { host, user, input } = await at(asked({ id: "mids", kind: "text", unit: null }));
    await user.type(input, `kcp whsec_${"practice".repeat(6)}`);
    await user.click(screen.getByTestId("next"));
    expect(host.answer).not.toHaveBeenCalled();
    expect(input.getAttribute("aria-invalid")).toBe("true");
  });
});

describe("another answer while the journey goes on", () => {
  const change = {
    ...nothing,
    again: [{ key: "review@1", title: bi("카드사 심사받기", "Review") }],
    dropped: [
      { task: { key: "footer", title: bi("사업자 정보 넣기", "Footer") }, done: true },
    ],
  };

  async function going(answer = change) {
    const host = fakeHost({ consequences: vi.fn(() => ok(answer)) }, { journey: journey() });
    const user = await openAt(host, { screen: "interview", key: "where", field: null });
    await screen.findByTestId("q-where-app");
    return { host, user };
  }

  it("says what it changes, and is given only when it is taken", async () => {
    const { host, user } = await going();
    await user.click(screen.getByTestId("q-where-app"));
    const said = await screen.findByTestId("consequences");
    expect(said.textContent).toContain("카드사 심사받기");
    expect(said.textContent).toContain("사업자 정보 넣기 (한 일은 남아요)");
    await user.click(screen.getByTestId("next"));
    expect(host.answer).not.toHaveBeenCalled();
    expect(document.querySelector('[data-screen="interview"]')).toBeTruthy();
    await user.click(screen.getByTestId("change-take"));
    await waitFor(() => expect(host.answer).toHaveBeenCalledWith("j1", "where", ["app"]));
    expect(screen.queryByTestId("consequences")).toBeNull();
  });

  it("stays as it was when it is not taken", async () => {
    const { host, user } = await going();
    await user.click(screen.getByTestId("q-where-app"));
    await user.click(await screen.findByTestId("change-keep"));
    expect(host.answer).not.toHaveBeenCalled();
    expect(screen.getByTestId<HTMLInputElement>("q-where-site").checked).toBe(true);
  });

  it("is given at once when it changes nothing", async () => {
    const { host, user } = await going(nothing as typeof change);
    await user.click(screen.getByTestId("q-where-app"));
    await waitFor(() => expect(host.answer).toHaveBeenCalledWith("j1", "where", ["app"]));
    expect(screen.queryByTestId("consequences")).toBeNull();
  });
});
