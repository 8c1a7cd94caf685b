// Where the window goes on.

import type { DataState, JourneyView } from "./host";
import type { Route } from "./screens";

/** Where a journey goes on. */
export function resumeAt(journey: JourneyView): Route {
  const place = journey.place;
  const open = journey.questions.find((q) => q.value.length === 0) ?? journey.questions[0];
  if (place?.screen === "task" && place.key) {
    const known = journey.stages.some((s) => s.tasks.some((l) => l.key === place.key));
    if (known)
      return place.field
        ? { id: "task", key: place.key, field: place.field }
        : { id: "task", key: place.key };
  }
  if (place?.screen === "history") return { id: "history" };
  if (place?.screen === "plan" && !journey.planned) return { id: "plan" };
  if (place?.screen === "interview" && place.key) {
    const asked = journey.questions.find((q) => q.id === place.key);
    if (asked) return { id: "interview", question: asked.id };
  }
  if (journey.planned) return { id: "road" };
  if (open && open.value.length === 0) return { id: "interview", question: open.id };
  return open ? { id: "answers" } : { id: "road" };
}

/** States of the data in which no folder is open. */
export const shut: DataState["kind"][] = [
  "newer",
  "in_use",
  "full",
  "not_writable",
  "practice_down",
  "unreadable",
];
