// The list of stores: each button, what it asks of the core, and what is shown after.

import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { app, journey } from "../../test/fixture";
import { err, fakeHost, ok, typed } from "../../test/fake";
import { openApp } from "../../test/open";

const cardOf = (name: string) => {
  const found = screen.getByRole("heading", { name }).closest("article");
  if (!found) throw new Error(`no card of ${name}`);
  return found;
};
const names = () => [...document.querySelectorAll("article h2")].map((h) => h.textContent);

const opened = async (host = fakeHost()) => {
  const user = await openApp(host);
  await user.click(await screen.findByTestId("journey-menu-j1"));
  return { host, user };
};

describe("a store's card", () => {
  it("says how far it is, what comes next and what is whose", async () => {
    await openApp(fakeHost());
    await screen.findByTestId("journey-open-j1");
    const card = cardOf("모퉁이 과일가게");
    for (const text of [
      "12개 중 3개 끝났어요",
      "사이트 아래쪽 정보 확인하기",
      "내가 할 일 3",
      "기다리는 일 2",
    ])
      expect(card.textContent).toContain(text);
    expect(within(card).getByRole("progressbar").getAttribute("aria-valuetext")).toBe(
      "12개 중 3개 끝났어요",
    );
    expect(card.textContent).not.toContain("오픈했어요");
    const other = cardOf("동네 책방").textContent;
    expect(other).toContain("오픈했어요");
    expect(other).toContain("지금 할 일이 없어요");
  });

  it("opens its store", async () => {
    const host = fakeHost();
    const user = await openApp(host);
    await user.click(await screen.findByTestId("journey-open-j2"));
    expect(host.journeyOpen).toHaveBeenCalledWith("j2");
  });

  it("makes one more like it", async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId("journey-duplicate"));
    expect(host.journeyDuplicate).toHaveBeenCalledWith("j1");
    expect(await screen.findByText("하나 더 만들었어요")).toBeTruthy();
    expect(names()).toEqual(["모퉁이 과일가게", "동네 책방", "모퉁이 과일가게 2"]);
  });

  it("is taken out as a file, with where it lies and that no secret is in it", async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId("journey-export"));
    expect(host.journeyExport).toHaveBeenCalledWith("j1");
    const said = await screen.findByText(/내보냈어요/);
    expect(said.textContent).toBe(
      "내보냈어요: /home/minji/giljabi.json 비밀값은 내보내지 않아요.",
    );
  });

  it("says nothing when no file was chosen", async () => {
    const host = fakeHost({ journeyExport: () => ok(null), journeyImport: () => ok(null) });
    const { user } = await opened(host);
    await user.click(screen.getByTestId("journey-export"));
    await user.click(screen.getByTestId("journey-import"));
    expect(host.journeyImport).toHaveBeenCalledTimes(1);
    expect(screen.queryByText(/내보냈어요|불러왔어요/)).toBeNull();
    expect(screen.queryByTestId("failure")).toBeNull();
  });

  it("goes to the bin and says so", async () => {
    const { host, user } = await opened();
    await user.click(screen.getByTestId("journey-bin"));
    expect(host.journeyBin).toHaveBeenCalledWith("j1");
    expect(await screen.findByText("모퉁이 과일가게를 휴지통에 넣었어요")).toBeTruthy();
    expect(names()).toEqual(["동네 책방"]);
    expect(screen.getByTestId("journey-unbin-j1")).toBeTruthy();
  });
});

describe("a file brought in", () => {
  it("is named, and stands in the list", async () => {
    const host = fakeHost();
    host.journeyImport.mockImplementation(() => {
      const card = { ...host.state.app.journeys[0]!, id: "j9", name: "새 책방" };
      host.state.app = { ...host.state.app, journeys: [card, ...host.state.app.journeys] };
      return ok(journey({ id: "j9", name: "새 책방" }));
    });
    const user = await openApp(host);
    await user.click(await screen.findByTestId("journey-import"));
    expect(await screen.findByText("새 책방을 불러왔어요")).toBeTruthy();
    await waitFor(() => expect(names()).toContain("새 책방"));
  });

  it.each([
    ["newer", "더 새 버전에서 내보낸 파일이에요"],
    ["other_place", "연습과 우리 가게는 파일을 나눠 쓰지 않아요"],
    ["holds_secret_like", "비밀값처럼 보이는 글이 있어"],
  ] as const)("that is refused (%s) says why", async (detail, why) => {
    const user = await openApp(fakeHost({ journeyImport: () => err({ code: "bad_file", detail }) }));
    await user.click(await screen.findByTestId("journey-import"));
    const failure = await screen.findByTestId("failure");
    expect(failure.textContent).toContain(why);
    expect(failure.textContent).toContain("지금 있는 가게는 그대로예요");
  });
});

describe("a name", () => {
  const renaming = async (host = fakeHost()) => {
    const { user } = await opened(host);
    await user.click(screen.getByTestId("journey-rename"));
    const input = await screen.findByTestId<HTMLInputElement>("journey-name");
    expect(input.value).toBe("모퉁이 과일가게");
    await user.clear(input);
    return { host, user, input };
  };
  const save = () => screen.getByRole("button", { name: "저장" });

  it("is changed where it stands", async () => {
    const { host, user, input } = await renaming();
    await user.type(input, "  골목 과일가게 ");
    await user.click(save());
    expect(host.journeyRename).toHaveBeenCalledWith("j1", "골목 과일가게");
    await waitFor(() => expect(names()[0]).toBe("골목 과일가게"));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("is wanted, for a new store too", async () => {
    const { host, user, input } = await renaming();
    await user.click(save());
    expect(screen.getByText("이름을 넣어 주세요.")).toBeTruthy();
    expect(input.getAttribute("aria-invalid")).toBe("true");
    await user.type(input, "골");
    expect(screen.queryByText("이름을 넣어 주세요.")).toBeNull();
    await user.keyboard("{Escape}");
    await user.click(await screen.findByTestId("journey-new"));
    await user.click(await screen.findByTestId("journey-create"));
    expect(screen.getByText("이름을 넣어 주세요.")).toBeTruthy();
    expect(host.journeyRename).not.toHaveBeenCalled();
    expect(host.journeyCreate).not.toHaveBeenCalled();
  });

  it("that the core does not take stays in its box, with the reason", async () => {
    const suspect = { looks_like: "v2_secret", offer: null };
    const host = fakeHost({ journeyRename: () => ok(typed({ saved: false, suspect })) });
    const { user, input } = await renaming(host);
    await user.type(input, "가게");
    await user.click(save());
    expect(await screen.findByText(/V2 API Secret.*보여요/)).toBeTruthy();
    host.journeyRename.mockImplementation(() => ok(typed({ saved: false })));
    await user.type(input, " 둘{Enter}");
    expect(await screen.findByText("비어 있거나 너무 긴 글이에요.")).toBeTruthy();
    expect(input.value).toBe("가게 둘");
    expect(names()[0]).toBe("모퉁이 과일가게");
  });
});

describe("the bin", () => {
  it("says since when, and gives a store back", async () => {
    const host = fakeHost();
    const user = await openApp(host);
    const back = await screen.findByTestId("journey-unbin-j3");
    expect(back.closest("li")?.textContent).toContain("11월 12일에 넣었어요");
    await user.click(back);
    expect(host.journeyUnbin).toHaveBeenCalledWith("j3");
    await waitFor(() => expect(names()).toContain("예전 가게"));
    expect(screen.queryByText("휴지통")).toBeNull();
  });

  it("deletes for ever only after the name was typed", async () => {
    const host = fakeHost();
    const user = await openApp(host);
    await user.click(await screen.findByTestId("journey-delete-j3"));
    const confirm = await screen.findByTestId<HTMLButtonElement>("delete-confirm");
    expect(screen.getByRole("dialog").textContent).toContain("되돌릴 수 없습니다");
    await user.type(screen.getByTestId("delete-typed"), "예전 가");
    expect(confirm.disabled).toBe(true);
    await user.keyboard("{Escape}");
    await user.click(await screen.findByTestId("journey-delete-j3"));
    // Nothing of the first try is left.
    expect((await screen.findByTestId<HTMLInputElement>("delete-typed")).value).toBe("");
    await user.type(screen.getByTestId("delete-typed"), "예전 가게");
    expect(host.journeyDelete).not.toHaveBeenCalled();
    await user.click(screen.getByTestId("delete-confirm"));
    expect(host.journeyDelete).toHaveBeenCalledExactlyOnceWith("j3");
    await waitFor(() => expect(screen.queryByText("예전 가게")).toBeNull());
  });
});

describe("no store", () => {
  it("says how to begin", async () => {
    await openApp(fakeHost({}, { app: app({ journeys: [], bin: [] }) }));
    expect(await screen.findByText("아직 가게가 없어요")).toBeTruthy();
    expect(screen.queryByText("휴지통")).toBeNull();
  });
});
