// The keyboard never falls off the screen.

import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { fakeHost } from "../test/fake";
import { openApp, openAt, task } from "../test/open";

const at = (id: string) =>
  waitFor(() => expect(document.activeElement?.getAttribute("data-testid")).toBe(id));

describe("on a task's page", () => {
  it("the focus is on the title once the page is there", async () => {
    const host = fakeHost();
    const page = await host.taskPage("j1", "site-footer");
    let arrive: (value: typeof page) => void = () => undefined;
    host.taskPage.mockImplementationOnce(() => new Promise((done) => (arrive = done)));
    await openAt(host, task("site-footer"));
    await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
    arrive(page);
    if (page.status !== "ok") throw new Error("no page");
    const title = page.data.line.title.ko;
    await waitFor(() => expect(document.activeElement?.textContent).toBe(title));
  });
});

describe("on a screen that is loaded when it is first opened", () => {
  // Each button stays on the screen, and would keep the focus.
  it.each([
    ["to-history", "기록"],
    ["to-settings", "설정"],
    ["side-answers", "이렇게 답하셨어요"],
    ["to-plan", "이렇게 가면 돼요"],
    ["to-library", "자료실"],
  ])("%s leads to its heading", async (button, title) => {
    const user = await openAt(fakeHost(), { screen: "road", key: null, field: null });
    await screen.findByTestId("next-card");
    await user.click(screen.getByTestId(button));
    await waitFor(() => expect(document.activeElement?.textContent).toBe(title));
    expect(document.activeElement?.tagName).toBe("H1");
  });
});

describe("after a dialog", () => {
  it("the focus is back on the button that opened it", async () => {
    const user = await openApp(fakeHost());
    const open = await screen.findByTestId("journey-new");
    await user.click(open);
    await at("journey-name");
    await user.keyboard("{Escape}");
    await at("journey-new");
  });

  it("of a name, too, whose text is chosen to be typed over", async () => {
    const user = await openApp(fakeHost());
    await user.click(await screen.findByTestId("journey-menu-j1"));
    await user.click(await screen.findByTestId("journey-rename"));
    await at("journey-name");
    const input = screen.getByTestId<HTMLInputElement>("journey-name");
    expect(input.selectionEnd).toBe(input.value.length);
    expect(input.selectionStart).toBe(0);
    await user.keyboard("{Escape}");
    await at("journey-rename");
  });

  it("it is on what comes next when the button is gone", async () => {
    const user = await openAt(fakeHost(), task("site-footer"));
    await user.click(await screen.findByTestId("mark"));
    await user.click(await screen.findByTestId("mark-confirm"));
    await at("next-task");
  });
});

describe("in a dialog", () => {
  it("the focus begins on the safe button", async () => {
    const user = await openAt(fakeHost(), task("portone-keys"));
    await user.type(await screen.findByTestId("secret-v2_secret"), "abc");
    await user.click(screen.getByTestId("to-history"));
    await at("leave-save");
  });
});

describe("in a secret's row", () => {
  it("it follows from the button to the input and back", async () => {
    const user = await openAt(fakeHost(), task("portone-keys"));
    await user.type(await screen.findByTestId("secret-v2_secret"), "abc");
    screen.getByTestId("secret-save-v2_secret").focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.getAttribute("data-stored")).toBe("true"));
    screen.getByTestId("secret-replace-v2_secret").focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.tagName).toBe("INPUT"));
    expect(document.activeElement?.getAttribute("data-testid")).toBe("secret-v2_secret");
  });
});
