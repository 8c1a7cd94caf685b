import type { PlanCopy } from "./plan.ko";

export const planEn = {
  typed: {
    hint: {
      number: "A whole number; commas are fine.",
      day: "For instance 2027-01-15",
      text: "Keep it short. Never a secret.",
    },
    unreadable: {
      number: "This cannot be read as a number. Enter 0 or more.",
      day: "This cannot be read as a day. Enter it like 2027-01-15.",
      text: "This cannot be read.",
    },
    past: "That day has passed. We reckon the plan all the same.",
    missing: "Enter something, or pick that you do not know.",
    understood: (what: string) => `We read it as ${what}.`,
    tidied: (what: string[]) => `We tidied up ${what.join(", ")}.`,
    tidiedWhat: {
      full_width: "wide characters",
      separators: "commas or separators",
      words: "words of units",
      spaces: "spaces",
    },
  },
  search: {
    label: "Search",
    found: (n: number, shown: number) =>
      n === 0 ? "Nothing found." : n === shown ? `${n} found.` : `Showing ${shown} of ${n}.`,
  },
} satisfies PlanCopy;
