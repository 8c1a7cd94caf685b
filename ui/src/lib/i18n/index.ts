import type { Bi, IpcError, Language, LintCode, Status, Verdict } from "../host";
import { en } from "./en";
import { ko, type Copy } from "./ko";
import type { Finding, Trouble } from "./shape";

export type { Copy } from "./ko";
export type { Finding, Trouble } from "./shape";
export { word } from "./ko.codes";

export const copies: Record<Language, Copy> = { ko, en };

/** A sentence of the catalogue in one language. */
export const said = (bi: Bi, language: Language): string => bi[language];

/** The sentences for a failure. */
export function troubleOf(error: IpcError, t: Copy): Trouble {
  const codes = t.codes;
  switch (error.code) {
    case "not_saved":
      return codes.notSaved[error.detail];
    case "refused":
      return codes.refused[error.detail];
    case "vault":
      return codes.vault[error.detail];
    case "bad_file":
      return codes.badFile[error.detail];
    case "left_behind":
      return codes.leftBehind(error.detail);
    default:
      return codes.plainError[error.code] ?? codes.noAnswer;
  }
}

// Both tables are total; their types cannot follow the code through the call.

/** What a lint says. */
export const lintSentence = (code: LintCode, t: Copy): string =>
  (t.codes.lint[code.code] as (c: LintCode) => string)(code);

/** What a verdict means. */
export const findingOf = (verdict: Verdict, t: Copy): Finding =>
  (t.codes.verdict[verdict.kind] as (v: Verdict) => Finding)(verdict);

/** An ISO day in words; the year only when it is not this year. */
export function day(iso: string, language: Language, today: string): string {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  const sameYear = iso.slice(0, 4) === today.slice(0, 4);
  return new Intl.DateTimeFormat(language === "ko" ? "ko-KR" : "en-GB", {
    ...(sameYear ? {} : { year: "numeric" }),
    month: language === "ko" ? "long" : "short",
    day: "numeric",
    timeZone: "UTC",
  }).format(date);
}

/** The time of day of an RFC 3339 moment, as it was written there. */
export const clock = (at: string): string => /T(\d\d:\d\d)/.exec(at)?.[1] ?? "";

export type Tone = "go" | "wait" | "care" | "stop" | "quiet" | "done";

/** Colour family and shape of each status: never colour alone. */
export const statusLook: Record<Status["kind"], { tone: Tone; icon: StatusIcon }> = {
  not_yet: { tone: "quiet", icon: "ring" },
  ready: { tone: "go", icon: "dot" },
  blocked: { tone: "quiet", icon: "diamond" },
  typing: { tone: "go", icon: "pen" },
  needs_check: { tone: "care", icon: "triangle" },
  waiting: { tone: "wait", icon: "dashed" },
  done: { tone: "done", icon: "check" },
  not_applicable: { tone: "quiet", icon: "minus" },
};

export type StatusIcon =
  | "ring"
  | "dot"
  | "diamond"
  | "pen"
  | "triangle"
  | "dashed"
  | "check"
  | "minus";
