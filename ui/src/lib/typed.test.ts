import { describe, expect, it } from "vitest";
import { readDay, readNumber } from "./typed";

describe("numbers as people type them", () => {
  it.each([
    ["0", 0],
    ["12", 12],
    ["30000000", 30_000_000],
    ["30,000,000", 30_000_000],
    ["３０００만원", 30_000_000],
    ["3000만", 30_000_000],
    ["3천만원", 30_000_000],
    ["천만", 10_000_000],
    ["만", 10_000],
    ["1억", 100_000_000],
    ["1.5억", 150_000_000],
    ["1.1억원", 110_000_000],
    ["1억 2,500만 원", 125_000_000],
    ["1억2천3백만", 123_000_000],
    ["삼천오백만 원", 35_000_000],
    ["약 500만원", 5_000_000],
    ["₩ 1,000", 1000],
    ["6개월", 6],
    ["6 \u200b", 6],
    ["1000조", 1_000_000_000_000_000],
  ])("%s", (typed, value) => expect(readNumber(typed)?.value).toBe(value));

  it.each([
    "",
    "원",
    "-1",
    "1.5",
    "1,00",
    "1,0000",
    "1만 2억",
    "12만 34만",
    "2백3천",
    "많이",
    "1e9",
    "1001조",
    "9007199254740993",
    "1 2만 x",
  ])("not %j", (typed) => expect(readNumber(typed)).toBeNull());

  it("says what was cleaned", () => {
    expect(readNumber("３０")?.tidied).toEqual(["full_width"]);
    expect(readNumber("1,000")?.tidied).toEqual(["separators"]);
    expect(readNumber("1억 2,000만원")?.tidied).toEqual(["separators", "words", "spaces"]);
    expect(readNumber("1000")?.tidied).toEqual([]);
  });
});

describe("days as people type them", () => {
  const today = "2026-11-22";
  it.each([
    ["2027-01-15", "2027-01-15"],
    ["2027-1-5", "2027-01-05"],
    ["2027.1.15.", "2027-01-15"],
    ["2027/01/15", "2027-01-15"],
    ["20270115", "2027-01-15"],
    ["2027년 1월 15일", "2027-01-15"],
    ["２０２７년 １월 １５일", "2027-01-15"],
    ["1월 15일", "2027-01-15"],
    ["12월 1일", "2026-12-01"],
    ["11/22", "2026-11-22"],
    ["2028-02-29", "2028-02-29"],
  ])("%s", (typed, value) => expect(readDay(typed, today)?.value).toBe(value));

  it.each(["", "내년", "2027-13-01", "2027-02-29", "2026-11-31", "27-1", "1.2.3.4", "2027-00-10"])(
    "not %j",
    (typed) => expect(readDay(typed, today)).toBeNull(),
  );
});
