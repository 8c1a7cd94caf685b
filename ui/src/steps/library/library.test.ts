// The library on a fake core.

import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { libraryCopy } from "../../lib/i18n/library";
import { app } from "../../test/fixture";
import { errorList, errorView, gatewayPage, library, modulePage } from "../../test/fixture.library";
import { fakeHost, ok, type FakeHost } from "../../test/fake";
import { openApp, openAt, task } from "../../test/open";

const on = (id: string) =>
  waitFor(() => expect(document.querySelector(`[data-screen="${id}"]`)).toBeTruthy());

async function openLibrary(host: FakeHost = fakeHost()) {
  const user = await openApp(host);
  await user.click(await screen.findByTestId("to-library"));
  await on("library");
  return { host, user };
}

describe("the copy of the library", () => {
  type Leaf = string | ((...args: never[]) => string);
  const leaves = (node: object, path = ""): [string, Leaf][] =>
    Object.entries(node).flatMap(([key, it]) =>
      typeof it === "object" && it !== null
        ? leaves(it as object, `${path}.${key}`)
        : [[`${path}.${key}`, it as Leaf] as [string, Leaf]],
    );

  it("is complete in English, without Korean", () => {
    const ko = leaves(libraryCopy("ko"));
    const en = new Map(leaves(libraryCopy("en")));
    expect([...en.keys()].sort()).toEqual(ko.map(([key]) => key).sort());
    for (const [key, it] of en)
      if (typeof it === "string") {
        expect(it.trim(), key).not.toBe("");
        expect(/[가-힣]/.test(it), `${key}: ${it}`).toBe(false);
      }
  });

  it("keeps to short sentences and without the forbidden words", () => {
    for (const [key, it] of leaves(libraryCopy("ko"))) {
      if (typeof it !== "string") continue;
      for (const sentence of it.split(/(?<=[.?!]) /))
        expect([...sentence].length, `${key}: ${sentence}`).toBeLessThanOrEqual(45);
      for (const word of ["잘못된 요청", "알 수 없는 오류", "관리자에게 문의"])
        expect(it.includes(word), key).toBe(false);
    }
  });
});

describe("the entrance", () => {
  it("opens without a journey and goes back", async () => {
    const { user } = await openLibrary();
    for (const it of library.gateways)
      expect(await screen.findByTestId(`shelf-gateway-${it.id}`)).toBeTruthy();
    expect(screen.getByTestId("shelf-gateway-gone").textContent).toContain("이제 쓸 수 없어요");
    await user.click(screen.getByTestId("shelf-gateway-kcp"));
    await on("gateway");
    await user.click(screen.getByTestId("top-back"));
    await on("library");
    await user.click(screen.getByTestId("top-back"));
    await on("stores");
  });

  it("narrows the list by any name", async () => {
    const { user } = await openLibrary();
    await user.type(await screen.findByTestId("shelf-filter"), "gana");
    expect(screen.getByTestId("shelf-gateway-gana")).toBeTruthy();
    expect(screen.queryByTestId("shelf-gateway-kcp")).toBeNull();
  });

  it("puts the journey's gateways first", async () => {
    const host = fakeHost();
    host.library.mockImplementation(() => ok({ ...library, gateways: [...library.gateways].reverse() }));
    const user = await openAt(host, { screen: "road", key: null, field: null });
    await user.click(await screen.findByTestId("to-library"));
    const first = (await screen.findAllByTestId(/^shelf-gateway-/))[0];
    const mine = host.state.journey.tracks.map((it) => it.spec.gateway);
    expect(mine).toContain(first?.dataset["testid"]?.replace("shelf-gateway-", ""));
  });
});

describe("a gateway's page", () => {
  const openGateway = async (host = fakeHost()) => {
    const { user } = await openLibrary(host);
    await user.click(await screen.findByTestId("shelf-gateway-kcp"));
    await screen.findByTestId("parts-all");
    return { host, user };
  };

  it("says of each part what is in it, or that no document speaks of it", async () => {
    await openGateway();
    for (const part of gatewayPage("kcp").parts) {
      const fold = screen.getByTestId(`part-${part.id}`);
      expect(fold.textContent).toContain(part.title.ko);
      const silent = ["papers", "direct_open", "requests"].includes(part.id);
      expect(fold.tagName).toBe(silent ? "DIV" : "DETAILS");
      if (silent) expect(fold.textContent).toContain("문서에 없어요");
    }
  });

  it("unfolds and folds all", async () => {
    const { user } = await openGateway();
    expect(screen.queryByText("3.20%")).toBeNull();
    await user.click(screen.getByTestId("parts-all"));
    expect(await screen.findByText("3.20%")).toBeTruthy();
    expect(screen.getByText("계약 조건에 따라 달라요.")).toBeTruthy();
    // One heading for two lines of the same kind.
    expect(screen.getAllByRole("rowheader", { name: "신용카드" })).toHaveLength(1);
    expect(screen.getAllByText(/문서끼리 달라요/).length).toBeGreaterThan(0);
    await user.click(screen.getByTestId("parts-all"));
    await waitFor(() => expect(screen.queryByText("3.20%")).toBeNull());
  });

  it("begins at its heading, though it came later than its screen", async () => {
    await openGateway();
    await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
    expect(document.activeElement?.textContent).toBe("NHN KCP");
  });

  it("leads to a module's form and back to where it was", async () => {
    const { user } = await openGateway();
    await user.click(screen.getByTestId("module-form-kcp_v2"));
    await on("module");
    await user.click(screen.getByTestId("top-back"));
    await on("gateway");
    expect((await screen.findByTestId<HTMLDetailsElement>("part-abilities")).open).toBe(true);
  });

  it("opens official pages through the core only", async () => {
    const { host, user } = await openGateway();
    await user.click(screen.getByTestId("parts-all"));
    await user.click(await screen.findByRole("button", { name: "심사 현황" }));
    expect(host.openLink).toHaveBeenCalledWith("https://review.example/");
  });
});

describe("a module's form", () => {
  const openModule = async () => {
    const { host, user } = await openLibrary();
    await user.click(await screen.findByTestId("shelf-gateway-kcp"));
    await user.click(await screen.findByTestId("module-form-kcp_v2"));
    await screen.findByTestId("module-gateway");
    return { host, user };
  };

  it("shows the fields in order, each with what is known of it", async () => {
    await openModule();
    const labels = [...document.querySelectorAll("[data-field] .label")].map((it) => it.textContent?.trim());
    expect(labels).toEqual(modulePage("kcp_v2").fields.map((it) => it.label));
    const row = (id: string) => document.getElementById(`row-${id}`)?.textContent ?? "";
    expect(row("mode")).toContain("테스트 / 실연동");
    expect(row("site_code")).toContain("실연동 값은 최대 5자");
    expect(row("site_code")).toContain("다른 이름: 사이트코드");
    expect(row("key")).toContain("이럴 때만");
    expect(row("key")).toContain("아니면 비워 둬요");
    expect(row("key")).toContain("비밀값");
    expect(row("old")).toContain("비워 두라고 해요.");
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("draws where a value is while its field is looked at", async () => {
    const { user } = await openModule();
    expect(screen.queryByText("이 값이 있는 곳")).toBeNull();
    const row = document.getElementById("row-site_code");
    if (row) await user.hover(row);
    const title = await screen.findByText("이 값이 있는 곳");
    expect(title.closest(".stack")?.textContent).toContain("기술지원");
  });
});

describe("pages of what is common", () => {
  it("shows one version, or both", async () => {
    const { user } = await openLibrary();
    await user.click(await screen.findByTestId("shelf-subject-webhook"));
    await on("subject");
    expect(await screen.findByText("V1만 이래요.")).toBeTruthy();
    await user.click(screen.getByRole("radio", { name: "V2" }));
    expect(screen.queryByText("V1만 이래요.")).toBeNull();
    expect(screen.getByText("V2만 이래요.")).toBeTruthy();
  });

  it("leads to the journey's own task, where it has one", async () => {
    const user = await openAt(fakeHost(), { screen: "road", key: null, field: null });
    await user.click(await screen.findByTestId("to-library"));
    await user.click(await screen.findByTestId("shelf-subject-site"));
    await user.click(await screen.findByRole("button", { name: /할 일로 가기/ }));
    await on("task");
  });

  it("says what no document says", async () => {
    const { user } = await openLibrary();
    await user.click(await screen.findByTestId("shelf-subject-roles"));
    expect(await screen.findByRole("heading", { name: "Owner" })).toBeTruthy();
    expect(screen.getAllByText("문서에 없어요")).toHaveLength(3);
  });
});

describe("the translator of errors", () => {
  const openErrors = async (host = fakeHost()) => {
    const { user } = await openLibrary(host);
    await user.click(await screen.findByTestId("shelf-errors"));
    return { host, user, input: await screen.findByTestId<HTMLTextAreaElement>("error-input") };
  };

  it("answers what it means, who mends it, and what comes next", async () => {
    const { user, input } = await openErrors();
    await user.click(input);
    await user.paste("[CC67] 오류");
    const known = await screen.findByTestId("error-known");
    expect(known.textContent).toContain("카드사 심사가 아직이에요.");
    expect(known.textContent).toContain("카드사");
    expect(known.textContent).toContain("심사 결과를 기다리세요.");
  });

  it("does not guess, and gives a text to ask with", async () => {
    const { host, user, input } = await openErrors();
    await user.type(input, "ZZ99 알려 줘요");
    expect((await screen.findByTestId("error-unknown")).textContent).toContain(
      "이 코드는 우리 목록에 없어요",
    );
    await user.click(screen.getByTestId("error-ask"));
    const text = host.copyText.mock.calls[0]?.[0] ?? "";
    expect(text).toContain("- 오류 코드: ZZ99");
    expect(text).toContain("- 받은 글: ZZ99 알려 줘요");
  });

  it("says how the codes were chosen, and where the official list is", async () => {
    const { host, user, input } = await openErrors();
    await user.type(input, "ZZ99");
    // Of which gateway is not known yet.
    const unknown = await screen.findByTestId("error-unknown");
    expect(unknown.textContent).toContain("결제대행사를 고르면");
    expect(screen.queryByTestId("error-list-kcp")).toBeNull();

    await user.selectOptions(screen.getByTestId("error-gateway"), "kcp");
    const list = await screen.findByTestId("error-list-kcp");
    expect(list.textContent).toContain("공식 표: nhnkcp-code.xlsx");
    expect(list.textContent).toContain("공식 표의 코드는 1,671개, 우리 목록은 226개예요.");
    expect(list.textContent).toContain("표에서 일부만 골랐어요.");
    expect(screen.getByTestId("error-unknown").textContent).not.toContain("결제대행사를 고르면");
    await user.click(within(list).getByRole("button", { name: /developers\.portone\.io/ }));
    expect(host.openLink).toHaveBeenCalledWith(errorList().url);

    // The whole list of a gateway begins with it; what is known needs none.
    await user.clear(input);
    expect(await screen.findByTestId("error-list-kcp")).toBeTruthy();
    await user.type(input, "CC67");
    await screen.findByTestId("error-known");
    await waitFor(() => expect(screen.queryByTestId("error-list-kcp")).toBeNull());
  });

  it("says so where no official list is documented, or only its address", async () => {
    const none = errorList({ documented: null, lists: [], url: null });
    const address = errorList({
      gateway: { id: "far", name: { ko: "먼 페이", en: "Far" } },
      documented: null,
      lists: [],
    });
    const host = fakeHost({
      translate: (_id, text) =>
        ok({ held: null, code: null, known: [], lists: [none, address], quote: text }),
    });
    const { user, input } = await openErrors(host);
    await user.type(input, "왜 안 돼요");
    expect((await screen.findByTestId("error-unknown")).textContent).toContain("이 글은");
    const bare = screen.getByTestId("error-list-kcp");
    expect(bare.textContent).toContain("공식 표는 문서에 없어요.");
    expect(within(bare).queryByRole("button")).toBeNull();
    const far = screen.getByTestId("error-list-far");
    expect(far.textContent).toContain("아래 주소");
    expect(within(far).getByRole("button")).toBeTruthy();
  });

  it("asks where it came from when several use the code", async () => {
    const name = (id: string) => ({ id, name: { ko: `${id} 페이`, en: id } });
    const host = fakeHost({
      translate: (_id, text) =>
        ok({
          held: null,
          code: text,
          quote: text,
          lists: [],
          known: text
            ? ["a", "b"].map((id) => ({ gateway: name(id), near: false, errors: [errorView({ message: id })] }))
            : [],
        }),
    });
    const { user, input } = await openErrors(host);
    await user.type(input, "52");
    expect(await screen.findByText(/여러 곳에서 쓰는 코드예요/)).toBeTruthy();
    expect(screen.queryByTestId("error-known")).toBeNull();
    await user.click(screen.getByTestId("error-of-b"));
    expect((await screen.findByTestId("error-known")).textContent).toContain("b 페이");
  });

  it("takes the journey's own gateway unless told otherwise", async () => {
    const host = fakeHost({
      translate: () =>
        ok({
          held: null,
          code: "52",
          quote: "52",
          lists: [],
          known: [
            { gateway: { id: "mine", name: { ko: "내 페이", en: "Mine" } }, near: true, errors: [errorView()] },
            { gateway: null, near: false, errors: [errorView()] },
          ],
        }),
    });
    const { user, input } = await openErrors(host);
    await user.type(input, "52");
    expect((await screen.findByTestId("error-known")).textContent).toContain("내 페이");
    await user.click(screen.getByTestId("error-of-"));
    await waitFor(() => expect(screen.getByTestId("error-known").textContent).toContain("포트원"));
  });

  it("looks at nothing that is shaped like a secret", async () => {
    const { host, user, input } = await openErrors();
    host.translate.mockClear();
    await user.click(input);
    await user.paste("practice0".repeat(9));
    expect(await screen.findByTestId("suspect")).toBeTruthy();
    expect(host.translate).not.toHaveBeenCalled();
    await user.click(screen.getByTestId("suspect-keep"));
    await waitFor(() => expect(host.translate).toHaveBeenCalledWith(null, "practice0".repeat(9), null, true));
  });

  it("holds back what only the core knows for a secret", async () => {
    const host = fakeHost({
      translate: (_id, _text, _of, goOn) =>
        ok({ held: goOn ? null : "v1_key", code: null, known: [], lists: [], quote: "" }),
    });
    const { user, input } = await openErrors(host);
    await user.type(input, "1");
    expect((await screen.findByTestId("suspect")).textContent).toContain("V1 REST API Key");
    expect(screen.queryByTestId("error-unknown")).toBeNull();
  });
});

describe("the search", () => {
  const search = async (host: FakeHost, text: string) => {
    const user = await openApp(host);
    await screen.findByTestId("journey-new");
    await user.keyboard("{Control>}[KeyK]{/Control}");
    await user.type(await screen.findByTestId("jump-input"), text);
    return user;
  };

  it("takes Enter at its word, even before the answer is there", async () => {
    let answer: () => void = () => undefined;
    const wait = new Promise<void>((done) => (answer = done));
    const { host: own } = { host: fakeHost() };
    const plain = own.search.getMockImplementation();
    own.search.mockImplementation(async (...asked) => {
      await wait;
      return (plain as NonNullable<typeof plain>)(...asked);
    });
    const user = await search(own, "사이트코드");
    await user.keyboard("{Enter}");
    expect(document.querySelector('[data-screen="module"]')).toBeNull();
    answer();
    await on("module");
    await waitFor(() => expect(document.activeElement?.id).toBe("row-site_code"));
  });

  it("shows the answer to what was typed last, not to what was answered last", async () => {
    const host = fakeHost();
    const term = (title: string) => ({
      target: { kind: "term" as const, term: title },
      title: { ko: title, en: title },
      of: null,
      by: null,
    });
    let slow: () => void = () => undefined;
    host.search.mockImplementation(async (_id, text) => {
      if (text === "가") await new Promise<void>((done) => (slow = done));
      return ok({ held: null, hits: [term(`낱말 ${text}`)] });
    });
    await search(host, "가나");
    expect((await screen.findByRole("option")).textContent).toContain("낱말 가나");
    slow();
    await waitFor(() => expect(screen.getByRole("option").textContent).toContain("낱말 가나"));
  });

  it("holds back what only the core knows for a secret", async () => {
    const host = fakeHost({ search: () => ok({ held: "v1_key", hits: [] }) });
    await search(host, "1234567812345678");
    expect((await screen.findByTestId("suspect")).textContent).toContain("V1 REST API Key");
    expect(screen.queryAllByRole("option")).toHaveLength(0);
  });
});

describe("ways into the library", () => {
  it("stand on a track, a task, an offer and a gateway that could be as well", async () => {
    const host = fakeHost();
    const user = await openAt(host, { screen: "road", key: null, field: null });
    const gateway = host.state.journey.tracks[0]?.spec.gateway ?? "";
    await user.click((await screen.findAllByTestId(`about-${gateway}`))[0] as HTMLElement);
    await on("gateway");
    expect(host.gatewayPage).toHaveBeenLastCalledWith(gateway);
    await user.click(screen.getByTestId("to-plan"));
    await user.click((await screen.findAllByText(/이곳들도 될 수 있어요/))[0] as HTMLElement);
    await user.click(await screen.findByTestId("plan-other-gana"));
    await on("gateway");
    await user.click(screen.getByTestId("to-plan"));
    await user.click(await screen.findByTestId("offer-facts-kcp-kcp_v2-one_time"));
    expect(await screen.findByText("3.20%")).toBeTruthy();
  });

  it("stand on a task of a track", async () => {
    const host = fakeHost({}, { app: app() });
    const user = await openAt(host, task("test-channel@1"));
    await user.click(await screen.findByTestId("about-kcp"));
    await on("gateway");
  });
});
