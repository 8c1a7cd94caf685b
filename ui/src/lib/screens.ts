/**
 * Every screen. Its root element carries the id as `data-screen`, so that the tests of the whole
 * window can tell whether each one was opened.
 */
export const screens = [
  "start",
  "stores",
  "interview",
  "answers",
  "plan",
  "road",
  "task",
  "history",
  "settings",
  "datatrouble",
] as const;

export type ScreenId = (typeof screens)[number];

/** Where the window is. */
export type Route =
  | { id: "start" }
  | { id: "stores" }
  | { id: "interview"; question: string }
  | { id: "answers" }
  | { id: "plan" }
  | { id: "road"; stage?: string }
  | { id: "task"; key: string; field?: string }
  | { id: "history" }
  | { id: "settings" }
  | { id: "datatrouble" };
