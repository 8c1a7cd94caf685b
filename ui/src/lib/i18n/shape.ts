// The shape of the tables that must be total: a new code of the core without a sentence does not
// compile.

import type {
  ActorView,
  ChangeKind,
  Evidence,
  FileProblem,
  IpcError,
  LintCode,
  ModeView,
  NotApplicableWhy,
  NotSaved,
  PortoneView,
  PurposeView,
  Reading,
  RefusedWhy,
  StageState,
  Status,
  Theme,
  TrackState,
  Unreachable,
  VaultState,
  Verdict,
} from "../host";

/** A failure: what happened, whether the work is safe, what to do. */
export interface Trouble {
  what: string;
  safe: string;
  /** The one button, if there is something to press. */
  act: string | null;
}

/** The one button beside a verdict. */
export type VerdictAct = "retry" | "secret" | "store" | "vault";

/** A verdict: what was found, why, what to do now. */
export interface Finding {
  title: string;
  /** Why, when it is known. */
  why?: string;
  body: string;
  /** The one thing to press, if there is something to press. */
  act?: VerdictAct;
}

type Lints = { [K in LintCode["code"]]: (code: Extract<LintCode, { code: K }>) => string };

type Verdicts = { [K in Verdict["kind"]]: (verdict: Extract<Verdict, { kind: K }>) => Finding };

/** Errors whose detail carries no further code. */
type Plain = Exclude<IpcError, { detail: unknown }>["code"];

export interface Codes {
  status: Record<Status["kind"], string>;
  notApplicable: Record<NotApplicableWhy, string>;
  evidence: Record<Evidence, string>;
  evidenceLong: Record<Evidence, string>;
  actor: Record<ActorView, string>;
  purpose: Record<PurposeView, string>;
  mode: Record<ModeView, string>;
  portone: Record<PortoneView, string>;
  track: Record<TrackState["kind"], string>;
  stage: Record<StageState, string>;
  theme: Record<Theme, string>;
  change: Record<ChangeKind, string>;
  lint: Lints;
  verdict: Verdicts;
  vault: Record<VaultState, Trouble>;
  plainError: Record<Plain, Trouble>;
  notSaved: Record<NotSaved, Trouble>;
  refused: Record<RefusedWhy, Trouble>;
  badFile: Record<FileProblem, Trouble>;
  /** A copied secret that could not be cleared. */
  notCleared: Trouble;
  /** Deleted, but these files may still hold it. */
  leftBehind: (paths: string[]) => Trouble;
  /** The file was damaged, and a backup was opened in its place. */
  recovered: Trouble;
  /** The core answered nothing that we know. */
  noAnswer: Trouble;
  /** What a value is, by the core's name of its shape; unknown names read as `other`. */
  shape: Record<string, string> & { other: string };
  cleaned: Record<string, string> & { other: string };
  unreachable: Record<Unreachable, string>;
  /** One way to read an answer that does not decide. */
  reading: Record<Reading, string>;
  dated: Record<string, string> & { other: string };
  practice: Record<string, string> & { other: string };
}
