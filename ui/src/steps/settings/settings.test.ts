// What the settings tell about the data.

import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { copies } from "../../lib/i18n";
import type { Language } from "../../lib/host";
import { app } from "../../test/fixture";
import { fakeHost } from "../../test/fake";
import { openApp } from "../../test/open";

const opened = async (language: Language) => {
  const prefs = { ...app().prefs, language };
  const user = await openApp(fakeHost({}, { app: app({ prefs }) }));
  await user.click(await screen.findByTestId("to-settings"));
  await screen.findByRole("heading", { level: 1, name: copies[language].settings.title });
};
const under = (title: string, level: number) =>
  within(screen.getByRole("heading", { level, name: title }).parentElement as HTMLElement);
const lines = (title: string) =>
  under(title, 3)
    .getAllByRole("listitem")
    .map((li) => li.textContent);

describe("the settings", () => {
  it("say where the data is", async () => {
    await opened("ko");
    const data = under("내용이 있는 폴더", 2);
    expect(data.getByText("/home/minji/.local/share/kr.giljabi.app/real")).toBeTruthy();
  });

  it("say what is protected and what is not", async () => {
    await opened("ko");
    expect(lines("지켜요")).toContain("키는 확인할 때 포트원에만 보내요.");
    expect(lines("못 지켜요")).toContain("이름, 메모, 상점 번호 같은 값은 잠그지 않아요.");
  });

  it.each(["ko", "en"] as const)("say all of it (%s)", async (language) => {
    await opened(language);
    const t = copies[language].settings;
    expect(lines(t.yes)).toEqual(t.protectYes);
    expect(lines(t.no)).toEqual(t.protectNo);
  });

  it("say how many secrets are kept, and where their key is", async () => {
    await opened("ko");
    expect(screen.getByText("비밀값 1개를 지키고 있어요")).toBeTruthy();
    expect(screen.getByText("열쇠는 운영체제가 지켜요.")).toBeTruthy();
  });
});
