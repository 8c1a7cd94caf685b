import { cleanup, screen, waitFor } from "@testing-library/svelte";
import type { UserEvent } from "@testing-library/user-event";
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

describe("every kind of question", () => {
  const many = { many: true, unit: null, choices: questions[1]!.choices };
  const kinds: [string, QuestionView, (user: UserEvent) => Promise<void>][] = [
    ["one", questions[0]!, (user) => user.click(screen.getByTestId("q-where-app"))],
    ["many", asked({ ...many, id: "how", kind: "many" }), (user) => user.click(screen.getByTestId("q-how-recurring"))],
    [
      "many, searched",
      asked({ ...many, id: "list", kind: "many", search: true }),
      (user) => user.click(screen.getByTestId("q-list-recurring")),
    ],
    ["number", asked({}), (user) => user.type(screen.getByTestId("q-sales-input"), "5")],
    ["day", asked({ id: "day", kind: "day", unit: null }), (user) => user.type(screen.getByTestId("q-day-input"), "2031-03-04")],
    ["text", asked({ id: "mids", kind: "text", unit: null }), (user) => user.type(screen.getByTestId("q-mids-input"), "kcp")],
  ];
  // Before it stands the second of the usual questions, after it the third.
  const ways: [string, string][] = [
    ["back", "interview"],
    ["next", "interview"],
    ["top-back", "stores"],
    ["to-stores", "stores"],
    ["to-settings", "settings"],
    ["side-answers", "answers"],
    ["to-history", "history"],
    ["to-library", "library"],
  ];

  it.each(kinds)("%s is left in every direction, with its answer", async (_kind, question, answer) => {
    const errors: unknown[] = [];
    const note = (e: ErrorEvent) => errors.push(e.error);
    window.addEventListener("error", note);
    for (const [button, to] of ways) {
      const around = [questions[1]!, question, questions[2]!];
      const host = fakeHost({}, { journey: journey({ planned: false, questions: around }) });
      const user = await openAt(host, { screen: "interview", key: question.id, field: null });
      const title = await screen.findByRole("heading", { level: 1, name: question.title.ko });
      await answer(user);
      await user.click(screen.getByTestId(button));
      await waitFor(() => expect(document.body.contains(title), button).toBe(false));
      await waitFor(() => expect(document.querySelector(`[data-screen="${to}"]`), button).toBeTruthy());
      expect(host.answer, button).toHaveBeenCalledTimes(1);
      expect(screen.queryByTestId("failure"), button).toBeNull();
      cleanup();
    }
    window.removeEventListener("error", note);
    expect(errors).toEqual([]);
  });
});

describe("an answer that waits for a word", () => {
  const change = { ...nothing, added: [{ key: "new", title: bi("새로 할 일", "New") }] };
  const leaving = async () => {
    const question = asked({});
    const host = fakeHost(
      { consequences: vi.fn(() => ok(change)) },
      { journey: journey({ questions: [question] }) },
    );
    const user = await openAt(host, { screen: "interview", key: "sales", field: null });
    await user.type(await screen.findByTestId("q-sales-input"), "5");
    await user.click(screen.getByTestId("to-stores"));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("한 달에 얼마쯤 팔까요?");
    return { host, user };
  };
  const gone = () => waitFor(() => expect(screen.queryByTestId("q-sales-input")).toBeNull());

  it("is not lost by going elsewhere at once", async () => {
    const { host, user } = await leaving();
    await user.click(screen.getByTestId("leave-save"));
    await gone();
    expect(host.answer).toHaveBeenCalledExactlyOnceWith("j1", "sales", ["5"]);
  });

  it("can be dropped, or looked at", async () => {
    const { host, user } = await leaving();
    await user.click(screen.getByTestId("leave-stay"));
    expect((await screen.findByTestId("consequences")).textContent).toContain("새로 할 일");
    await user.click(screen.getByTestId("to-stores"));
    await user.click(await screen.findByTestId("leave-go"));
    await gone();
    expect(host.answer).not.toHaveBeenCalled();
  });
});
