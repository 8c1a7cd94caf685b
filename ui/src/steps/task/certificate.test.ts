// What a certificate brought, dropped on the window or chosen.

import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { CertificateRead } from "../../lib/host";
import { field } from "../../test/fixture";
import { page } from "../../test/fixture.pages";
import { err, fakeHost, ok, type FakeHost } from "../../test/fake";
import { openAt, task } from "../../test/open";

const CHANNEL = "test-channel@1";

const read = (over: Partial<CertificateRead> = {}): CertificateRead => ({
  site_code: "PR000",
  expires_on: "2031-11-20",
  renewable_from: "2031-10-21",
  pair: true,
  saved: ["certificate", "private_key"],
  original: "/home/minji/Downloads/PR000.zip",
  ...over,
});

const opened = async () => {
  const host = fakeHost();
  const file = (id: string, label: string) => field({ id, label, secret: true, file: true });
  host.state.pages.set(
    CHANNEL,
    page(CHANNEL, { fields: [file("certificate", "인증서"), file("private_key", "개인 키")] }),
  );
  const user = await openAt(host, task(CHANNEL));
  await screen.findByTestId("certificate-choose");
  return { host, user };
};
/** Files are dropped, and the core reads them as this. */
const dropped = (host: FakeHost, data: CertificateRead) => {
  host.certificateDropped.mockImplementation(() => ok(data));
  host.tell.filesDropped();
};

/** What stands beside a name in the result. */
const beside = (name: string) => {
  const result = screen.getByTestId("certificate-result");
  const term = [...result.querySelectorAll("dt")].find((dt) => dt.textContent === name);
  return term?.nextElementSibling?.textContent;
};

describe("a certificate that was dropped", () => {
  it("is told with its site code, pair and days, and that the original stays", async () => {
    const { host } = await opened();
    dropped(host, read());
    const result = await screen.findByTestId("certificate-result");
    expect(result.textContent).toContain("2개를 보관함에 넣었어요");
    expect(beside("사이트코드")).toBe("PR000");
    expect(beside("인증서와 개인 키")).toBe("서로 짝이 맞아요");
    expect(beside("끝나는 날")).toBe("2031년 11월 20일");
    expect(beside("갱신할 수 있는 날")).toBe("2031년 10월 21일");
    expect(result.textContent).toContain("원본은 그대로 있어요: /home/minji/Downloads/PR000.zip");
    expect(result.textContent).toContain("안전한 곳으로 옮기거나 지워 주세요");
  });

  it("asks for the site code when its file was renamed", async () => {
    const { host } = await opened();
    dropped(host, read({ site_code: null }));
    await screen.findByTestId("certificate-result");
    expect(beside("사이트코드")).toBe("파일 이름이 바뀌어 알 수 없어요. 직접 넣어 주세요.");
  });

  it.each([
    [false, "서로 짝이 아니에요"],
    [null, "견주지 못했어요. 한쪽만 있거나 비밀번호로 잠긴 키예요."],
  ])("says how the two halves stand (%s)", async (pair, said) => {
    const { host } = await opened();
    dropped(host, read({ pair, expires_on: null, saved: ["certificate"] }));
    await screen.findByTestId("certificate-result");
    expect(beside("인증서와 개인 키")).toBe(said);
    expect(beside("끝나는 날")).toBe("파일에 없어요");
  });

  it("shows in its row that it is kept, and until when", async () => {
    const { host } = await opened();
    const kept = host.state.pages.get(CHANNEL)?.fields[0];
    if (kept)
      kept.stored = {
        saved_on: "2026-11-22",
        expires_on: "2031-11-20",
        renewable_from: "2031-10-21",
        readable: true,
        in_vault: true,
        former: false,
      };
    expect(screen.getByTestId("secret-certificate").textContent).toContain("아직 저장 안 됐어요");
    dropped(host, read());
    await waitFor(() =>
      expect(screen.getByTestId("secret-certificate").dataset["stored"]).toBe("true"),
    );
    const row = screen.getByTestId("secret-certificate").textContent;
    for (const said of ["11월 22일에 넣었어요", "2031년 11월 20일에 끝나요", "2031년 10월 21일부터"])
      expect(row).toContain(said);
    expect(screen.getByTestId("secret-private_key").dataset["stored"]).toBe("false");
  });

  it("is not told on another task", async () => {
    const { host, user } = await opened();
    dropped(host, read());
    await screen.findByTestId("certificate-result");
    await user.click(screen.getByTestId("to-history"));
    await user.click(await screen.findByTestId("top-back"));
    await screen.findByTestId("certificate-choose");
    expect(screen.queryByTestId("certificate-result")).toBeNull();
  });
});

describe("a certificate that was chosen", () => {
  it("is read for this task, and told the same way", async () => {
    const { host, user } = await opened();
    host.certificateChoose.mockImplementation(() => ok(read()));
    await user.click(screen.getByTestId("certificate-choose"));
    expect(host.certificateChoose).toHaveBeenCalledWith("j1", CHANNEL);
    expect((await screen.findByTestId("certificate-result")).textContent).toContain("원본은 그대로");
  });
});

describe("a file that is none", () => {
  it.each([
    ["not_pair", "서로 짝이 아니에요", "같은 날 받은 두 파일을 골라 주세요"],
    ["not_certificate", "인증서나 개인 키가 아니에요", "PG사가 보낸 파일을 그대로"],
    ["too_big", "1MB보다 큰 파일이에요", "저장한 것은 없어요"],
    ["too_many", "파일이 너무 많아요", "저장한 것은 없어요"],
    ["not_for_practice", "연습에서는 진짜", "저장한 것은 없어요"],
    ["unreadable", "파일을 읽을 수 없어요", "저장한 것은 없어요"],
  ] as const)("(%s) says why, and that nothing was saved", async (problem, what, safe) => {
    const { host } = await opened();
    dropped(host, read());
    await screen.findByTestId("certificate-result");
    host.certificateDropped.mockImplementation(() => err({ code: "bad_file", detail: problem }));
    host.tell.filesDropped();
    const alert = await screen.findByTestId("failure");
    expect(alert.textContent).toContain(what);
    expect(alert.textContent).toContain(safe);
    expect(screen.queryByTestId("certificate-result")).toBeNull();
  });
});
