// The window without the core: `npm run dev`, then /dev.html. Not part of the built app.
// ?at=task:test-channel@1 &theme=dark &lang=en &size=24 &place=practice &vault=locked &data=newer

import "../styles/index.css";
import { mount } from "svelte";
import App from "../App.svelte";
import type { AppView, DataState, JourneyView, VaultState } from "../lib/host";
import { app, journey, practiceValues } from "../test/fixture";
import { makeHost } from "../test/host";

const ask = new URLSearchParams(location.search);
const at = ask.get("at") ?? "";
const [screen = "", key = null, field = null] = at.split(":");
const first = screen === "start";
const practice = ask.get("place") === "practice";

const view: AppView = app({
  place: first ? null : practice ? "practice" : "real",
  who: first ? null : "민지",
  practice: practice ? practiceValues : [],
  prefs: {
    language: (ask.get("lang") as AppView["prefs"]["language"]) ?? null,
    theme: (ask.get("theme") as AppView["prefs"]["theme"]) ?? "light",
    text_size: Number(ask.get("size") ?? 16),
    reminders: null,
  },
  vault: { state: (ask.get("vault") as VaultState) ?? "open", stored: 1, passphrase: true },
  ...(ask.get("empty") ? { journeys: [], bin: [] } : {}),
});
const data = ask.get("data");
if (data)
  view.data = {
    ...view.data,
    state: (data === "recovered"
      ? {
          kind: "recovered",
          backup: "2026-11-21",
          made_at: "2026-11-21T18:02:11+09:00",
          kept: "/home/minji/damaged.db",
        }
      : { kind: data, why: ask.get("why") ?? "not_permitted" }) as DataState,
  };

const resumed: Partial<JourneyView> = {
  place: { screen, key, field },
  planned: screen !== "interview" && screen !== "plan",
};

const { host } = makeHost({ app: view, journey: journey(resumed) });
const target = document.getElementById("app");
if (target) mount(App, { target, props: { host } });

// Straight to a screen of a journey, for looking at it.
if (!first && screen !== "" && screen !== "stores")
  setTimeout(() => {
    document.querySelector<HTMLElement>('[data-testid="journey-open-j1"]')?.click();
    setTimeout(() => {
      for (const id of (ask.get("press") ?? "").split(",").filter(Boolean))
        document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click();
    }, 400);
  }, 400);
