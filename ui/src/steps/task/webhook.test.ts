// A test message is sent to a host that the merchant agreed to, and to no other.

import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { PastedJudged, Probing } from "../../lib/host";
import { probeEn } from "../../lib/i18n/probe.en";
import { probeKo } from "../../lib/i18n/probe.ko";
import { page } from "../../test/fixture.pages";
import { fakeHost, ok } from "../../test/fake";
import { openAt, task } from "../../test/open";

const KEY = "live-payment@1";

const opened = async () => {
  const host = fakeHost();
  const { line } = page(KEY);
  host.state.pages.set(
    KEY,
    page(KEY, { line: { ...line, status: { kind: "ready" } }, webhook_probe: true }),
  );
  const user = await openAt(host, task(KEY));
  return { host, user, address: await screen.findByTestId<HTMLInputElement>("probe-address") };
};
const send = () => screen.getByTestId<HTMLButtonElement>("probe-send");
const sent = (over: Partial<Extract<Probing, { kind: "sent" }>>): Probing => ({
  kind: "sent",
  host: "shop.example.com",
  secret: "stored",
  met: [],
  ...over,
});

describe("a test message", () => {
  it("waits for leave to call exactly the host that the core read", async () => {
    const { host, user, address } = await opened();
    expect(send().disabled).toBe(true);
    await user.type(address, " shop.example.com/hook");
    expect(screen.queryByTestId("probe-agree")).toBeNull();
    await user.click(send());
    expect(host.probeWebhook).toHaveBeenLastCalledWith("j1", KEY, " shop.example.com/hook", null);
    const agree = await screen.findByTestId("probe-agree");
    expect(agree.closest("label")?.textContent).toContain("shop.example.com 서버에");
    expect(send().disabled).toBe(true);
    await user.click(agree);
    host.probeWebhook.mockImplementationOnce(() =>
      ok(sent({ met: [{ message: "genuine", finding: "right", status: 200 }] })),
    );
    await user.click(send());
    expect(host.probeWebhook).toHaveBeenLastCalledWith(
      "j1",
      KEY,
      " shop.example.com/hook",
      "shop.example.com",
    );
    expect((await screen.findByTestId("probe-met")).textContent).toContain("잘 받았어요");
    // Another address has to be agreed to anew.
    await user.type(address, "2");
    expect(screen.queryByTestId("probe-agree")).toBeNull();
    expect(screen.queryByTestId("probe-met")).toBeNull();
  });

  it("says what each message met, and what was left out", async () => {
    const { host, user, address } = await opened();
    await user.type(address, "a");
    host.probeWebhook.mockImplementationOnce(() =>
      ok(
        sent({
          secret: "not_stored",
          met: [{ message: "unsigned", finding: "forgery_taken", status: 200 }],
        }),
      ),
    );
    await user.click(send());
    const met = await screen.findByTestId("probe-met");
    expect(met.textContent).toContain("서명 없는 메시지만 보냈어요");
    expect(met.textContent).toContain("서명이 없는데 받았다고 답했어요");
    expect(met.textContent).not.toContain(probeKo.rest);

    host.probeWebhook.mockImplementationOnce(() =>
      ok(sent({ met: [{ message: "genuine", finding: "no_connection", status: null }] })),
    );
    await user.click(send());
    await waitFor(() => expect(screen.getByTestId("probe-met").textContent).toContain(probeKo.rest));

    host.probeWebhook.mockImplementationOnce(() => ok({ kind: "refused", why: "not_public" }));
    await user.click(send());
    expect(await screen.findByText(probeKo.refusedAddress.not_public)).toBeTruthy();
  });

  it("shows progress after a second and a way to stop after three", async () => {
    const { host, user, address } = await opened();
    host.probeWebhook.mockImplementation(() => new Promise(() => undefined));
    await user.type(address, "a");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await fireEvent.click(send());
    await vi.advanceTimersByTimeAsync(900);
    expect(screen.queryByText(probeKo.waiting)).toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    expect(screen.getByText(probeKo.waiting)).toBeTruthy();
    expect(screen.queryByTestId("check-cancel")).toBeNull();
    await vi.advanceTimersByTimeAsync(2000);
    vi.useRealTimers();
    expect(send().disabled).toBe(true);
    await user.click(screen.getByTestId("check-cancel"));
    expect(host.checkCancel).toHaveBeenCalled();
  });

  it("judges a pasted request", async () => {
    const { host, user } = await opened();
    await user.click(screen.getByText(probeKo.paste.title));
    await user.type(screen.getByTestId("paste-text"), "webhook-id: 1");
    const judged: PastedJudged = {
      kind: "read",
      signature: "header_missing",
      header: "webhook-signature",
      timing: "not_judged",
      cut_off: true,
      says: null,
    };
    host.judgeWebhook.mockImplementationOnce(() => ok(judged));
    await user.click(screen.getByTestId("paste-judge"));
    expect(host.judgeWebhook).toHaveBeenCalledWith("j1", KEY, "webhook-id: 1", false);
    const said = (await screen.findByTestId("paste-judged")).textContent;
    for (const part of [probeKo.paste.signature.header_missing, "webhook-signature", probeKo.paste.cutOff])
      expect(said).toContain(part);
  });
});

describe("the sentences about webhooks", () => {
  type Node = string | ((...args: never[]) => string) | { [key: string]: Node };
  function* leaves(node: Node, path: string): Generator<[string, string]> {
    if (typeof node === "string") yield [path, node];
    else if (typeof node === "function") yield [path, node("shop.example.com" as never)];
    else for (const [key, child] of Object.entries(node)) yield* leaves(child, `${path}.${key}`);
  }

  it("are there in both languages, in Korean at most 45 characters a sentence", () => {
    const ko = [...leaves(probeKo as unknown as Node, "")];
    const en = new Map(leaves(probeEn as unknown as Node, ""));
    expect([...en.keys()].sort()).toEqual(ko.map(([key]) => key).sort());
    for (const [key, text] of ko) {
      expect(text.trim(), key).not.toBe("");
      expect(en.get(key)?.trim(), key).not.toBe("");
      expect(/[가-힣]/.test(en.get(key) ?? ""), key).toBe(false);
      for (const sentence of text.split(/(?<=[.?!]) /))
        expect([...sentence].length, `${key}: ${sentence}`).toBeLessThanOrEqual(45);
      if (key.startsWith(".btn.")) expect([...text].length, key).toBeLessThanOrEqual(12);
    }
  });

  it("tell each thing that a message can meet from the others", () => {
    for (const t of [probeKo, probeEn])
      for (const message of ["genuine", "unsigned"] as const) {
        const all = Object.entries(t.finding);
        // A forgery that is refused is right; a refusal of it is nothing else.
        const apart = all.filter(([name]) => message === "genuine" || !name.startsWith("refused"));
        const said = apart.map(([, by]) => by[message]);
        expect(new Set(said).size, said.join("\n")).toBe(said.length);
      }
  });
});
