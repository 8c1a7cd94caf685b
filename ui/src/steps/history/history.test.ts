// Who did what when, and how it was proven.

import { screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { HistoryLine, Language } from "../../lib/host";
import { app, bi } from "../../test/fixture";
import { fakeHost, ok } from "../../test/fake";
import { openAt } from "../../test/open";

const base: HistoryLine = {
  seq: 0,
  at: "",
  by: "민지",
  kind: "marked",
  task: null,
  about: null,
  value: null,
  evidence: null,
  on: null,
  undone: false,
};
const lines: HistoryLine[] = [
  {
    ...base,
    seq: 4,
    at: "2026-11-22T10:20:00+09:00",
    by: "서준",
    kind: "undone",
    about: bi("메모를 썼어요", "Wrote a note"),
  },
  {
    ...base,
    seq: 3,
    at: "2026-11-22T10:12:00+09:00",
    kind: "checked",
    task: { key: "portone-keys", title: bi("키 확인하기", "Check the keys") },
    evidence: "machine",
  },
  {
    ...base,
    seq: 1,
    at: "2025-11-21T16:40:00+09:00",
    task: { key: "site-footer", title: bi("아래쪽 정보 확인하기", "Check the footer") },
    evidence: "person",
    on: "2025-11-19",
    undone: true,
  },
];

const shown = async (language: Language) => {
  const prefs = { ...app().prefs, language };
  // The core's order does not matter.
  const host = fakeHost({ history: () => ok([...lines].reverse()) }, { app: app({ prefs }) });
  await openAt(host, { screen: "history", key: null, field: null });
  const days = await screen.findAllByRole("heading", { level: 2 });
  const words = (e: Element) => (e.textContent ?? "").replace(/\s+/g, " ").trim();
  return days.map((day) => [
    words(day),
    ...[...(day.parentElement?.querySelectorAll("li") ?? [])].map(words),
  ]);
};

describe("the history", () => {
  it("says in Korean who, when and how proven, newest first", async () => {
    expect(await shown("ko")).toEqual([
      [
        "11월 22일",
        "10:20 되돌렸어요 · 메모를 썼어요 서준",
        "10:12 포트원에 확인했어요 키 확인하기 · 민지 자동 확인",
      ],
      [
        "2025년 11월 21일",
        "16:40 다 했다고 표시했어요 아래쪽 정보 확인하기 · 민지 · 2025년 11월 19일에 한 일 직접 확인 되돌린 일",
      ],
    ]);
  });

  it("says the same in English", async () => {
    expect(await shown("en")).toEqual([
      [
        "22 Nov",
        "10:20 Undid · Wrote a note 서준",
        "10:12 Asked PortOne Check the keys · 민지 Checked by machine",
      ],
      [
        "21 Nov 2025",
        "16:40 Marked as done Check the footer · 민지 · done on 19 Nov 2025 Checked by a person Undone",
      ],
    ]);
  });

  it("strikes out only what was undone", async () => {
    await shown("ko");
    const struck = [...document.querySelectorAll("li.undone .what")].map((e) => e.textContent?.trim());
    expect(struck).toEqual(["다 했다고 표시했어요"]);
  });

  it("says when there is none", async () => {
    const host = fakeHost({ history: () => ok([]) });
    await openAt(host, { screen: "history", key: null, field: null });
    expect(await screen.findByText("아직 기록이 없어요")).toBeTruthy();
  });
});
