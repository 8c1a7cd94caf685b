// Where the keyboard goes when what it stood on is gone.

import { tick } from "svelte";

/** Gives a lost focus a place: what comes next on the screen, else its heading. */
export async function landFocus(preferred?: () => HTMLElement | null | undefined): Promise<void> {
  await tick();
  const now = document.activeElement;
  if (now && now !== document.body && now.isConnected) return;
  if (document.querySelector('[role="dialog"]')) return;
  const spot =
    preferred?.() ??
    document.querySelector<HTMLElement>("main [data-primary]:not(:disabled)") ??
    document.querySelector<HTMLElement>("main h1");
  spot?.focus({ preventScroll: spot.tagName === "H1" });
}

/** The heading of the screen, for a page that came later than its screen. */
export const landOnHeading = (): Promise<void> =>
  landFocus(() => document.querySelector<HTMLElement>("main h1"));
