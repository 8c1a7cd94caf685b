import { describe, expect, it } from "vitest";
import { secretLike } from "./secretlike";

const run = "a1B2".repeat(10);
const pem = (kind: string) => `-----BEGIN ${kind}-----\n${run}${run}==\n-----END ${kind}-----`;

describe("secretLike", () => {
  it.each([
    [run, "key_like"],
    [`키는 ${run} 이에요`, "key_like"],
    [[...run].map((c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)).join(""), "key_like"],
    [run.replace("a1", "a\u200b1"), "key_like"],
    ["-----BEGIN PRIVATE KEY-----", "pem_key"],
    ["-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII", "pem_key"],
    ["-----BEGIN RSA PRIVATE KEY-----MII", "pem_key"],
    ["-----BEGIN EC PRIVATE KEY-----", "pem_key"],
    [`${pem("CERTIFICATE")}\n${pem("PRIVATE KEY")}`, "pem_key"],
    [`${pem("CERTIFICATE")}\n${run}`, "key_like"],
    ["whsec_practice0", "webhook_secret"],
    ["test_gsk_practice_practice0", "key_like"],
    ["live_sk_practice_practice0", "key_like"],
  ] as const)("%s → %s", (text, shape) => {
    expect(secretLike(text)).toBe(shape);
  });

  it.each([
    "",
    "테스트 채널",
    run.slice(1),
    "1".repeat(50),
    "a".repeat(50),
    "channel-key-01234567-89ab-cdef-0123-456789abcdef",
    "store-01234567-89ab-cdef-0123-456789abcdef",
    "-----",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    pem("CERTIFICATE"),
    "whsec_",
    "https://admin.portone.io/integration/channel/list",
  ])("%s is no secret", (text) => {
    expect(secretLike(text)).toBeNull();
  });
});
