import type { PartView, SubjectView } from "./host";

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
  "library",
  "subject",
  "gateway",
  "module",
  "errors",
  "datatrouble",
] as const;

export type ScreenId = (typeof screens)[number];

/** Screens of the library: they need no journey, and are loaded when one is first opened. */
export type LibraryRoute =
  | { id: "library" }
  /** `spot`: the term, trade or value that was looked for. */
  | { id: "subject"; subject: SubjectView; spot?: string }
  /** `spot`: the field of the application that was looked for. */
  | { id: "gateway"; gateway: string; part?: PartView; spot?: string }
  | { id: "module"; module: string; field?: string }
  | { id: "errors"; code?: string; gateway?: string };

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
  | LibraryRoute
  | { id: "datatrouble" };

const ofLibrary: ReadonlySet<ScreenId> = new Set(["library", "subject", "gateway", "module", "errors"]);

/** Whether a screen is the library's. */
export const isLibrary = (route: Route): route is LibraryRoute => ofLibrary.has(route.id);

/** Which page it is: another one begins at its top and at its heading. */
export function pageOf(route: Route): string {
  switch (route.id) {
    case "interview":
      return `interview/${route.question}`;
    case "task":
      return `task/${route.key}`;
    case "road":
      return `road/${route.stage ?? ""}`;
    case "subject":
      return `subject/${route.subject}`;
    case "gateway":
      return `gateway/${route.gateway}`;
    case "module":
      return `module/${route.module}`;
    default:
      return route.id;
  }
}

/** Whether it leads to a spot of the page: that, then, is where the page begins. */
export const hasSpot = (route: Route): boolean =>
  ("field" in route && !!route.field) || ("spot" in route && !!route.spot) || ("part" in route && !!route.part);
