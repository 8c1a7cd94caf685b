// Tracks that are held, given up and taken up again.

import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { err, fakeHost } from "../../test/fake";
import { openAt } from "../../test/open";

const road = { screen: "road", key: null, field: null };
const opened = async (host = fakeHost()) => {
  const user = await openAt(host, road);
  await screen.findByTestId("track-1");
  return { host, user };
};
const track = (id: number) => within(screen.getByTestId(`track-${id}`));
const text = (id: number) => screen.getByTestId(`track-${id}`).textContent;

describe("a track", () => {
  it.each([
    ["hold", "trackHold", "보류", "NHN KCP 일반결제를 잠시 멈출까요?"],
    ["give-up", "trackGiveUp", "포기", "NHN KCP 일반결제를 그만둘까요?"],
  ] as const)("%s: goes with its reason, which stays on it", async (what, command, state, title) => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId(`track-${what}-1`));
    expect((await screen.findByRole("dialog")).textContent).toContain(title);
    await user.click(screen.getByTestId("track-confirm"));
    expect(screen.getByText("이유를 적어 주세요.")).toBeTruthy();
    expect(host[command]).not.toHaveBeenCalled();
    await user.type(screen.getByTestId("track-reason"), " 다른 곳과 계약했어요 ");
    await user.click(screen.getByTestId("track-confirm"));
    expect(host[command]).toHaveBeenCalledExactlyOnceWith("j1", 1, "다른 곳과 계약했어요");
    await waitFor(() => expect(text(1)).toContain("11월 22일에 멈췄어요 · 다른 곳과 계약했어요"));
    expect(track(1).getByText(state)).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.queryByTestId(`track-${what}-1`)).toBeNull();
  });

  it("says why it is held, and is taken up again at once", async () => {
    const { host, user } = await opened();
    expect(text(2)).toContain("11월 15일에 멈췄어요 · 사업자 변경을 먼저 해요");
    expect(screen.queryByTestId("track-resume-1")).toBeNull();
    await user.click(screen.getByTestId("track-resume-2"));
    expect(host.trackResume).toHaveBeenCalledExactlyOnceWith("j1", 2);
    await waitFor(() => expect(text(2)).not.toContain("멈췄어요"));
    expect(track(2).getByText("가는 중")).toBeTruthy();
    expect(screen.getByTestId("track-hold-2")).toBeTruthy();
  });

  it("that was given up can be taken up too", async () => {
    const host = fakeHost();
    const { journey: j } = host.state;
    const given = { kind: "given_up" as const, reason: "계약이 어려워요", on: "2026-11-10" };
    host.state.journey = { ...j, tracks: j.tracks.map((t) => (t.id === 2 ? { ...t, state: given } : t)) };
    const { user } = await opened(host);
    expect(text(2)).toContain("11월 10일에 멈췄어요 · 계약이 어려워요");
    await user.click(screen.getByTestId("track-resume-2"));
    expect(host.trackResume).toHaveBeenCalledWith("j1", 2);
  });

  it("stays as it was, with the reason in its box, when that could not be saved", async () => {
    const host = fakeHost({ trackHold: () => err({ code: "not_saved", detail: "busy" }) });
    const { user } = await opened(host);
    await user.click(screen.getByTestId("track-hold-1"));
    await user.type(await screen.findByTestId("track-reason"), "잠깐{Enter}");
    const failure = await screen.findByTestId("failure");
    expect(screen.getByRole("dialog").contains(failure)).toBe(true);
    expect(screen.getByTestId<HTMLInputElement>("track-reason").value).toBe("잠깐");
    expect(track(1).getByText("가는 중")).toBeTruthy();
  });
});
