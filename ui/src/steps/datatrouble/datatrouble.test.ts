// A folder that could not be opened is opened again, not only looked at.

import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { DataState } from "../../lib/host";
import { fakeHost } from "../../test/fake";
import { openApp } from "../../test/open";

describe("trying again", () => {
  it("opens the same folder again", async () => {
    const host = fakeHost();
    const whole = host.state.app;
    host.state.app = {
      ...whole,
      place: "real",
      data: { ...whole.data, state: { kind: "full" } },
    };
    const user = await openApp(host);
    const retry = await screen.findByTestId("data-retry");
    host.choosePlace.mockImplementationOnce((place) => {
      host.state.app = { ...whole, place };
      return Promise.resolve({ status: "ok", data: host.state.app });
    });
    await user.click(retry);
    await screen.findByTestId("journey-new");
    expect(host.choosePlace).toHaveBeenCalledExactlyOnceWith("real", "");
  });

  it("asks the core again when it said nothing", async () => {
    const host = fakeHost();
    host.appView.mockImplementationOnce(() => Promise.reject(new Error("no core")));
    const user = await openApp(host);
    await user.click(await screen.findByTestId("data-retry"));
    await waitFor(() => expect(screen.queryByTestId("data-retry")).toBeNull());
    expect(host.choosePlace).not.toHaveBeenCalled();
  });
});

describe("a folder that is open, but not as it should be", () => {
  const opened = async (state: DataState) => {
    const host = fakeHost();
    host.state.app = { ...host.state.app, data: { ...host.state.app.data, state } };
    await openApp(host);
  };

  it("says why it is read-only, and where", async () => {
    await opened({ kind: "read_only", why: "not_permitted" });
    const banner = await screen.findByTestId("data-read-only");
    expect(banner.textContent).toContain("쓸 권한이 없거나");
    expect(banner.textContent).toContain("폴더:");
  });

  it("says that it is read-only because the disk is full", async () => {
    await opened({ kind: "read_only", why: "disk_full" });
    const banner = await screen.findByTestId("data-read-only");
    expect(banner.textContent).toContain("남은 공간이 없어요");
  });

  it("names the day and the time of the backup, and what is missing", async () => {
    const kept = "/home/minji/giljabi/damaged-2026-11-22-1";
    await opened({
      kind: "recovered",
      backup: "2026-11-21",
      made_at: "2026-11-21T18:02:11+09:00",
      kept,
    });
    const banner = await screen.findByTestId("data-recovered");
    expect(banner.textContent).toContain("11월 21일 18:02 백업으로 열었어요");
    expect(banner.textContent).toContain("그 뒤에 저장한 것은 빠져 있어요");
    expect(banner.textContent).toContain(kept);
  });

  for (const [kind, said] of [
    ["not_writable", "이 폴더에는 저장할 수 없어요"],
    ["practice_down", "연습용 포트원을 켜지 못했어요"],
  ] as const)
    it(`has a sentence of its own: ${kind}`, async () => {
      await opened({ kind });
      expect(await screen.findByText(said)).toBeTruthy();
      expect(screen.getByTestId("data-retry")).toBeTruthy();
    });
});
