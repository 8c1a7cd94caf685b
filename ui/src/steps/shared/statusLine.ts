// One line about a task's status: who, when, what first.

import type { Desk } from "../../lib/desk.svelte";
import type { TaskLine } from "../../lib/host";

/** The sentence under a task's title; empty when the status says it all. */
export function statusLine(desk: Desk, line: TaskLine): string {
  const { t } = desk;
  const status = line.status;
  switch (status.kind) {
    case "blocked":
      return status.by.map((b) => t.road.after(desk.b(b.title))).join(" · ");
    case "waiting": {
      const parts = [t.road.since(desk.day(status.since))];
      if (status.late) parts.push(t.road.late);
      else if (status.until) parts.push(t.road.until(desk.day(status.until)));
      else if (status.days) parts.push(t.road.usual(status.days[0], status.days[1]));
      return parts.join(" · ");
    }
    case "needs_check":
      return status.why ? t.road.changed(status.why.label, desk.day(status.why.on)) : desk.b(line.why);
    case "done":
      return t.road.doneBy(t.codes.status.done, desk.day(status.on), status.by);
    case "not_applicable":
      return t.codes.notApplicable[status.why];
    case "not_yet":
    case "ready":
    case "typing":
      return desk.b(line.why);
  }
}
