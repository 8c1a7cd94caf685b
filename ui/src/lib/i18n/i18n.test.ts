import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { IpcError, PaymentState, Status, Unreachable, Verdict } from "../host";
import { day, findingOf, statusLook, troubleOf } from ".";
import { en } from "./en";
import { ko } from "./ko";
import { planEn } from "./plan.en";
import { planKo } from "./plan.ko";

type Leaf = string | ((...args: never[]) => unknown) | null;
type Node = Leaf | Node[] | { [key: string]: Node };

function* leaves(node: Node, path: string): Generator<[string, Leaf]> {
  if (typeof node === "function" || typeof node === "string" || node === null) yield [path, node];
  else for (const [key, child] of Object.entries(node)) yield* leaves(child as Node, `${path}.${key}`);
}

const koLeaves = [...leaves({ ...ko, plan_: planKo } as unknown as Node, "")];
const enLeaves = new Map(leaves({ ...en, plan_: planEn } as unknown as Node, ""));

describe("copy", () => {
  it("is complete in English: the same keys, the same kinds, nothing empty", () => {
    expect([...enLeaves.keys()].sort()).toEqual(koLeaves.map(([k]) => k).sort());
    for (const [key, value] of koLeaves) {
      expect(typeof enLeaves.get(key), key).toBe(typeof value);
      if (typeof value === "string") expect(value.trim(), key).not.toBe("");
      const other = enLeaves.get(key);
      if (typeof other === "string") expect(other.trim(), key).not.toBe("");
    }
  });

  it("has no Korean left in English, except names to the letter", () => {
    const letters = new Set([
      ".app.korean",
      ".task.consoleGateway",
      ".task.consoleModule",
      ".file.siteCode",
    ]);
    for (const [key, value] of enLeaves)
      if (typeof value === "string" && !letters.has(key))
        expect(/[가-힣]/.test(value), `${key}: ${value}`).toBe(false);
  });

  it("keeps Korean buttons to 12 characters", () => {
    const acts = koLeaves.filter(([key]) => key.includes(".btn.") || key.endsWith(".act"));
    expect(acts.length).toBeGreaterThan(60);
    for (const [key, value] of acts)
      if (typeof value === "string") expect([...value].length, `${key}: ${value}`).toBeLessThanOrEqual(12);
  });

  it("never says the forbidden words", () => {
    const forbidden = ["잘못된 요청", "알 수 없는 오류", "관리자에게 문의"];
    for (const [key, value] of koLeaves)
      if (typeof value === "string")
        for (const word of forbidden) expect(value.includes(word), key).toBe(false);
  });

  it("says one idea a sentence: at most 45 characters", () => {
    for (const [key, value] of koLeaves)
      if (typeof value === "string")
        for (const sentence of value.split(/(?<=[.?!]) /))
          expect([...sentence].length, `${key}: ${sentence}`).toBeLessThanOrEqual(45);
  });

  it("puts the right particle after a name", () => {
    expect(ko.stores.binDone("과일가게")).toContain("과일가게를");
    expect(ko.stores.binDone("책방")).toContain("책방을");
  });
});

describe("codes", () => {
  it("has what, safe and act for every error", () => {
    const errors: IpcError[] = [
      { code: "not_saved", detail: "disk_full" },
      { code: "refused", detail: "blocked" },
      { code: "vault", detail: "locked" },
      { code: "bad_file", detail: "too_big" },
      { code: "conflict" },
    ];
    for (const t of [ko, en])
      for (const error of errors) {
        const trouble = troubleOf(error, t);
        expect(trouble.what).not.toBe("");
        expect(trouble.safe).not.toBe("");
      }
  });

  it("shows a code that a newer core sends as no answer, never raw", () => {
    const trouble = troubleOf({ code: "brand_new" } as unknown as IpcError, ko);
    expect(trouble).toBe(ko.codes.noAnswer);
  });

  it("gives each status its own shape", () => {
    const kinds = Object.keys(statusLook) as Status["kind"][];
    expect(kinds).toHaveLength(8);
    expect(new Set(kinds.map((k) => statusLook[k].icon)).size).toBe(8);
    expect(new Set(kinds.map((k) => ko.codes.status[k])).size).toBe(8);
  });

  it("says what, why and what now for every verdict about a key, with one thing to press", () => {
    const call = "GET /payments: server, status 503 (12 ms, tries: 3)";
    const troubles: Verdict[] = [
      { kind: "wrong_secret", readings: [] },
      { kind: "wrong_secret", readings: ["key_wrong", "address_refused"] },
      { kind: "gateway_secret", readings: ["gateways_secret", "mistyped_secret"] },
      { kind: "store_not_mine", readings: ["store_of_others", "role_too_small"] },
      { kind: "store_malformed", readings: ["id_malformed", "request_not_understood"] },
      { kind: "address_not_allowed", readings: ["address_refused", "role_too_small"], call },
      { kind: "not_permitted", call },
      { kind: "portone_fault", status: 503, call },
      { kind: "portone_fault", status: null, call: null },
      { kind: "unexpected", call },
      { kind: "other_payment", call },
      { kind: "still_working", call },
      { kind: "asked_to_wait", seconds: 61, call },
      { kind: "asked_to_wait", seconds: null, call },
      ...(Object.keys(ko.codes.unreachable) as Unreachable[]).map(
        (why): Verdict => ({ kind: "unreachable", why, proxy: null, call }),
      ),
      { kind: "unreachable", why: "proxy", proxy: "proxy.example:3128", call },
    ];
    for (const verdict of troubles) {
      const own = findingOf(verdict, ko);
      for (const text of [own.title, own.why ?? "", own.body])
        for (const sentence of text.split(/(?<=[.?!]) /))
          expect([...sentence].length, `${verdict.kind}: ${sentence}`).toBeLessThanOrEqual(45);
      for (const t of [ko, en]) {
        const finding = findingOf(verdict, t);
        expect(finding.why, verdict.kind).toBeTruthy();
        expect(finding.act, verdict.kind).toBeTruthy();
        expect(finding.body).not.toBe(finding.why);
        for (const reading of "readings" in verdict ? (verdict.readings ?? []) : [])
          expect(t.codes.reading[reading]).toBeTruthy();
      }
    }
    expect(findingOf({ kind: "unreachable", why: "proxy", proxy: "p:1", call: null }, ko).why).toContain("p:1");
  });

  it("covers each reading of a payment", () => {
    const base = {
      kind: "payment" as const,
      id: "p",
      status: "PAID",
      state: "paid" as PaymentState,
      pg_code: null as string | null,
      paid: true,
      amount: "1,000 KRW",
      mode: "live" as const,
      mid: null,
      provider: null,
      gateway_fits: true,
      mid_fits: true as boolean | null,
      mode_fits: true,
      proves: true,
    };
    for (const { codes } of [ko, en]) {
      const say = (over: Partial<typeof base>) => codes.verdict.payment({ ...base, ...over });
      const not = (over: Partial<typeof base>) => say({ ...over, proves: false });
      // Each trouble of its own: none of them is said to be unfinished but what is.
      const findings = [
        say({}),
        not({ state: "unfinished", paid: false }),
        not({ state: "failed", paid: false, pg_code: "8023" }),
        not({ state: "cancelled", paid: false }),
        not({ state: "impossible", paid: false }),
        not({ gateway_fits: false }),
        not({ mid_fits: false }),
        not({ mode_fits: false }),
        not({ state: "awaits_deposit", paid: false }),
        not({ state: "given_back", paid: false }),
        not({}),
      ];
      expect(new Set(findings.map((it) => it.title)).size).toBe(findings.length);
      expect(findings[2]?.why).toContain("8023");
      // What proves, and how: a test ends with its account number or with its money back.
      const proofs = [say({}), say({ state: "awaits_deposit" }), say({ state: "given_back" })];
      expect(new Set(proofs.map((it) => it.body)).size).toBe(3);
      // A merchant ID that could not be compared is not passed over in silence.
      expect(say({}).why).toBeUndefined();
      expect(say({ mid_fits: null }).why).toBeTruthy();
    }
  });
});

describe("days", () => {
  it("names the year only when it is another", () => {
    expect(day("2026-11-25", "ko", "2026-11-22")).toBe("11월 25일");
    expect(day("2027-05-10", "ko", "2026-11-22")).toBe("2027년 5월 10일");
    expect(day("2026-11-25", "en", "2026-11-22")).toBe("25 Nov");
  });
});

describe("house rules", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((f) =>
    /\.(svelte|ts)$/.test(f),
  );

  it("has no inline style attribute and no raw HTML, which the policy would block", () => {
    for (const file of files.filter((f) => f.endsWith(".svelte"))) {
      const text = readFileSync(`src/${file}`, "utf8");
      expect(/\sstyle=/.test(text), file).toBe(false);
      expect(text.includes("{@html"), file).toBe(false);
    }
  });

  it("shows no Korean that is not in the copy", () => {
    for (const file of files.filter((f) => f.endsWith(".svelte")))
      expect(/[가-힣]/.test(readFileSync(`src/${file}`, "utf8")), file).toBe(false);
  });
});
