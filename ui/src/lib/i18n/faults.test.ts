import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Unreachable, Verdict } from "../host";
import { findingOf } from ".";
import { en } from "./en";
import { ko } from "./ko";

interface End {
  code: string | null;
  says?: [string, string];
}

/** What the window is told under a code of the list. */
function verdict(code: string): Verdict {
  const [kind, why] = code.split(".");
  if (kind === "unreachable") return { kind, why: why as Unreachable, proxy: null, call: null };
  if (kind === "payment")
    return {
      kind,
      id: "p",
      status: "PAID",
      state: "paid",
      pg_code: null,
      paid: true,
      amount: "1,000 KRW",
      mode: "live",
      mid: null,
      provider: null,
      gateway_fits: true,
      mid_fits: true,
      mode_fits: why !== "mode",
      proves: false,
    };
  return { kind, readings: [], status: 503, seconds: 61, call: null } as unknown as Verdict;
}

it("has a sentence in both languages for every fault of the network", () => {
  const file = readFileSync("../src-tauri/crates/portone/tests/network_faults.json", "utf8");
  const rows = (JSON.parse(file) as { rows: { row: string; ends: End[] }[] }).rows;
  expect(rows).toHaveLength(19);
  for (const { row, ends } of rows)
    for (const { code, says } of ends) {
      if (code === null) continue;
      for (const [index, t] of [ko, en].entries()) {
        const finding = findingOf(verdict(code), t);
        const text = [finding.title, finding.why, finding.body].join("\n");
        const word = says?.[index] ?? "";
        expect(word, `${row} ${code}`).not.toBe("");
        expect(text, `${row} ${code}`).toContain(word);
        expect(finding.body, `${row} ${code}`).not.toBe("");
      }
    }
});
