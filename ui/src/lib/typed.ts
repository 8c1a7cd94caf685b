// Reads numbers and days as people type them, and says what was cleaned.

import { numberToHangulMixed } from "es-hangul";
import type { Language } from "./host";

/** What was left out or rewritten. */
export type Tidied = "full_width" | "separators" | "words" | "spaces";

export interface Typed<T> {
  value: T;
  tidied: Tidied[];
}

/** The largest number that is taken: a thousand trillion won. */
export const LARGEST = 1_000_000_000_000_000;

const BIG: Record<string, number> = { 만: 10_000, 억: 100_000_000, 조: 1_000_000_000_000 };
const SMALL: Record<string, number> = { 십: 10, 백: 100, 천: 1000 };
const DIGITS = "영일이삼사오육칠팔구";
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;

function narrow(text: string): { text: string; tidied: Tidied[] } {
  const visible = text.replace(INVISIBLE, "");
  const narrowed = visible.normalize("NFKC");
  return { text: narrowed.trim(), tidied: narrowed === visible ? [] : ["full_width"] };
}

/** "2천만" and "1.5억" in won; null when something cannot be read. */
function mixed(text: string): number | null {
  let total = 0;
  let section = 0;
  let number: number | null = null;
  // Units come from large to small; anything else was mistyped.
  let big = Infinity;
  let small = Infinity;
  const token = /(\d+(?:\.\d+)?)|([영일이삼사오육칠팔구])|([십백천])|([만억조])/gy;
  let at = 0;
  for (let m = token.exec(text); m; m = token.exec(text)) {
    at = token.lastIndex;
    const [, digits, word, low, high] = m;
    if (digits !== undefined || word !== undefined) {
      if (number !== null) return null;
      number = digits === undefined ? DIGITS.indexOf(word ?? "") : Number(digits);
    } else if (low !== undefined) {
      const unit = SMALL[low] ?? 1;
      if (unit >= small) return null;
      section += (number ?? 1) * unit;
      small = unit;
      number = null;
    } else {
      const unit = BIG[high ?? ""] ?? 1;
      if (unit >= big) return null;
      section += number ?? 0;
      total += (section === 0 && number === null ? 1 : section) * unit;
      big = unit;
      small = Infinity;
      section = 0;
      number = null;
    }
  }
  return at === text.length ? total + section + (number ?? 0) : null;
}

/** A whole number, not negative. null: it cannot be read as one. */
export function readNumber(raw: string): Typed<number> | null {
  const { text, tidied } = narrow(raw);
  const bare = text.replace(/^(약|₩|KRW)\s*/i, "").replace(/\s*(원|개월|달|won|KRW)$/i, "");
  const words = bare !== text;
  const close = bare.replace(/\s/g, "");
  const plain = close.replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
  if (plain === "" || /[,-]/.test(plain)) return null;
  const value = mixed(plain);
  if (value === null) return null;
  // 1.1억 is whole, though floating point has it a little off.
  const whole = Math.round(value);
  if (Math.abs(value - whole) > 1e-6 || whole > LARGEST) return null;
  if (plain !== close) tidied.push("separators");
  if (words || /[^\d]/.test(plain)) tidied.push("words");
  if (close !== bare) tidied.push("spaces");
  return { value: whole, tidied };
}

/** A day as `2027-01-15`. Without a year it is the next such day from today on. */
export function readDay(raw: string, today: string): Typed<string> | null {
  const { text, tidied } = narrow(raw);
  const parts =
    /^(?:(\d{4})\s*(?:[-./]|년)\s*)?(\d{1,2})\s*(?:[-./]|월)\s*(\d{1,2})\s*(?:일|\.)?$/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (!parts) return null;
  const [, year, month = "", day = ""] = parts;
  const iso = (y: number) => `${y}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  let value: string;
  if (year) value = iso(Number(year));
  else {
    const now = Number(today.slice(0, 4));
    value = iso(now) < today ? iso(now + 1) : iso(now);
  }
  const real = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== value) return null;
  if (value !== text && !tidied.length) tidied.push("separators");
  return { value, tidied };
}

const locale = (language: Language) => (language === "ko" ? "ko-KR" : "en-GB");

/** A number with its unit; from ten thousand on also in Korean words, which are easier to check. */
export function counted(n: number, unit: string | null, language: Language): string {
  const digits = n.toLocaleString(locale(language));
  const korean = language === "ko";
  const plain = `${digits}${unit ? `${korean ? "" : " "}${unit}` : ""}`;
  return korean && n >= 10_000 ? `${plain} (${numberToHangulMixed(n, { spacing: true })}${unit ?? ""})` : plain;
}

/** A day with its weekday and year. */
export const fullDay = (iso: string, language: Language): string =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: "full", timeZone: "UTC" }).format(
    new Date(`${iso}T00:00:00Z`),
  );
