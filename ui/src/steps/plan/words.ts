// What the plan's pieces have in common: amounts and days in words.

import type { Desk } from "../../lib/desk.svelte";
import type { BarView, DatesView, PlannedTrackView, TrackSpec, WonView } from "../../lib/host";
import { planCopies, type PlanCopy } from "../../lib/i18n/plan";

/** The sentences in the window's language. */
export const copyOf = (desk: Desk): PlanCopy => planCopies[desk.language];

/** What tells tracks apart. */
export const keyOf = (track: TrackSpec): string =>
  `${track.gateway}/${track.module}/${track.purpose}`;

/** An amount, or from the least to the most. */
export function amount(won: WonView, t: PlanCopy["plan"]): string {
  return won.low === won.high ? t.won(won.low) : t.range(t.won(won.low), t.won(won.high));
}

/** Amounts that fall due together; null when one of them cannot be reckoned: the rest would be less
    than it will be. */
export function sum(...all: (WonView | null)[]): WonView | null {
  const known = all.filter((won) => won !== null);
  if (known.length < all.length) return null;
  const add = (of: "low" | "high") =>
    String(known.reduce((total, won) => total + BigInt(won[of]), 0n));
  return { low: add("low"), high: add("high") };
}

/** From one day to another, or the one day. */
export function days(from: string, to: string, desk: Desk): string {
  return from === to ? desk.day(from) : copyOf(desk).plan.range(desk.day(from), desk.day(to));
}

/** Earliest and latest in words. */
export const spread = (dates: DatesView, desk: Desk): string =>
  copyOf(desk).plan.between(desk.day(dates.earliest), desk.day(dates.late));

/** What a bar comes after, in one line; null when after nothing. */
export function after(it: BarView, desk: Desk): string | null {
  if (it.after.length === 0) return null;
  const stages = it.after.map(({ title, who }) =>
    who ? `${desk.b(title)} · ${desk.t.codes.actor[who]}` : desk.b(title),
  );
  return copyOf(desk).plan.after(stages.join(", "));
}

/** A track's name with what it is for. */
export function trackName(it: PlannedTrackView, desk: Desk): string {
  return `${desk.moduleOf(it).full} · ${desk.t.codes.purpose[it.track.purpose]}`;
}
