// A word of the glossary is shown by every way that leads to it.

import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { fakeHost } from "../test/fake";
import { openAt, task } from "../test/open";
import Term from "./Term.svelte";

const MEANING = "PG사가 우리 가게에 붙인 번호예요.";
const show = () => {
  render(Term, { word: "MID", meaning: MEANING, example: "kcptest01", exampleLabel: "예" });
  return { user: userEvent.setup(), word: screen.getByRole("button", { name: "MID" }) };
};
const meant = async () => {
  await waitFor(() => expect(document.querySelector(".tip")?.textContent).toContain(MEANING));
  const tip = document.querySelector(".tip");
  expect(tip?.textContent).toContain("예: kcptest01");
  expect(screen.getByRole("button", { name: "MID" }).getAttribute("aria-describedby")).toBe(tip?.id);
};
const gone = () => waitFor(() => expect(document.querySelector(".tip")).toBeNull());

describe("a word", () => {
  it("shows nothing by itself", () => {
    show();
    expect(screen.queryByText(MEANING)).toBeNull();
  });

  it("is shown by the focus, and closed by Esc", async () => {
    const { user, word } = show();
    await user.tab();
    expect(document.activeElement).toBe(word);
    await meant();
    await user.keyboard("{Escape}");
    await gone();
    expect(document.activeElement).toBe(word);
  });

  it("is shown again by F1", async () => {
    const { user } = show();
    await user.tab();
    await meant();
    await user.keyboard("{Escape}");
    await gone();
    await user.keyboard("{F1}");
    await meant();
  });

  it("is shown while the pointer is on it", async () => {
    const { user, word } = show();
    await user.hover(word);
    await meant();
    await user.pointer({ target: document.body, coords: { clientX: 500, clientY: 500 } });
    await gone();
  });

  it("is shown by a press, also after Esc", async () => {
    const { user, word } = show();
    await user.click(word);
    await meant();
    await user.keyboard("{Escape}");
    await gone();
    await user.click(word);
    await meant();
  });
});

describe("a word on a task's page", () => {
  it("opens its own meaning by F1, not the whole glossary", async () => {
    // Loaded already, it would be there at once.
    await import("../steps/shared/Glossary.svelte");
    const user = await openAt(fakeHost(), task("test-channel@1"));
    (await screen.findByRole("button", { name: "상점 번호(MID)" })).focus();
    await user.keyboard("{Escape}");
    await gone();
    await user.keyboard("{F1}");
    await waitFor(() => expect(document.querySelector(".tip")?.textContent).toContain(MEANING));
    await new Promise((r) => setTimeout(r, 50));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
