// The host behind the fixture, without any test library, so that the development window can use it.

import type {
  Answer,
  AppView,
  FieldView,
  Host,
  JourneyView,
  PracticeView,
  TaskPage,
  TrackView,
  Typed,
} from "../lib/host";
import { app, journey, practiceValues, practising, TODAY } from "./fixture";
import { errorList, errorView, gatewayPage, library, modulePage, subjectPage } from "./fixture.library";
import { history, page, pages, plan } from "./fixture.pages";
import { best, nothing, planning, progress } from "./fixture.plan";

export interface HostState {
  app: AppView;
  journey: JourneyView;
  pages: Map<string, TaskPage>;
  practice: PracticeView;
}

const ok = <T>(data: T): Promise<Answer<T>> =>
  Promise.resolve({ status: "ok", data: structuredClone(data) });

const saved = (value: string | null): Typed => ({ saved: true, value, lints: [], suspect: null });

const stored = (saved_on: string): NonNullable<FieldView["stored"]> => ({
  saved_on,
  expires_on: null,
  renewable_from: null,
  readable: true,
  in_vault: false,
  former: false,
});

/** A value as the core would judge it, in the coarsest way. */
function judge(field: FieldView, raw: string, goOn: boolean, mode: string): Typed {
  const value = raw.trim();
  const cleaned: Typed["lints"] =
    value === raw
      ? []
      : [{ code: { code: "cleaned", what: ["spaces"] }, weight: "info", overridden: false }];
  if (/secret/i.test(value) && !field.secret && !goOn)
    return {
      saved: false,
      value: null,
      lints: [],
      suspect: {
        looks_like: "v2_secret",
        offer: { task: "portone-keys", field: "v2_secret" },
      },
    };
  const max = field.length?.max ?? null;
  if (max !== null && value.length > max)
    return {
      saved: goOn,
      value: goOn ? value : null,
      lints: [
        ...cleaned,
        {
          code: { code: "too_long", max, is: value.length },
          weight: "warn",
          overridden: goOn,
        },
      ],
      suspect: null,
    };
  if (mode === "real" && /practice/.test(value))
    return {
      saved: false,
      value: null,
      lints: [{ code: { code: "practice_value" }, weight: "refuse", overridden: false }],
      suspect: null,
    };
  return { ...saved(value), lints: cleaned };
}

export function makeHost(start: Partial<HostState> = {}): { host: Host; state: HostState } {
  const state: HostState = { app: app(), journey: journey(), pages: new Map(), practice: practising(), ...start };

  const pageOf = (key: string): TaskPage => {
    const known = state.pages.get(key);
    if (known) return known;
    const made = pages[key]?.() ?? page(key);
    state.pages.set(key, made);
    return made;
  };
  const fieldOf = (task: string, id: string) => pageOf(task).fields.find((f) => f.id === id);
  const same = () => ok(state.journey);
  const card = (id: string) =>
    [...state.app.journeys, ...state.app.bin].filter((it) => it.id === id);
  const put = (list: "journeys" | "bin", cards: AppView["journeys"]) => {
    state.app = { ...state.app, [list]: cards };
    return ok(state.app);
  };
  const nowTrack = (id: number, to: TrackView["state"]) => {
    const tracks = state.journey.tracks.map((t) => (t.id === id ? { ...t, state: to } : t));
    state.journey = { ...state.journey, tracks };
    return same();
  };
  const setStatus = (key: string, status: TaskPage["line"]["status"]) => {
    state.journey = {
      ...state.journey,
      rev: state.journey.rev + 1,
      undo: "marked",
      stages: state.journey.stages.map((s) => ({
        ...s,
        tasks: s.tasks.map((t) => (t.key === key ? { ...t, status } : t)),
      })),
    };
    const shown = pageOf(key);
    state.pages.set(key, { ...shown, line: { ...shown.line, status } });
    return same();
  };
  const done = (key: string, on: string) =>
    setStatus(key, { kind: "done", evidence: "person", on, by: state.app.who ?? "" });

  const host: Host = {
    appView: () => ok(state.app),
    choosePlace: (place, who) => {
      state.app = {
        ...state.app,
        place,
        who: who || state.app.who,
        practice: place === "practice" ? practiceValues : [],
      };
      return ok(state.app);
    },
    leavePlace: () => {
      state.app = { ...state.app, place: null };
      return ok(state.app);
    },
    setWho: (who) => {
      state.app = { ...state.app, who };
      return ok(state.app);
    },
    setPrefs: (prefs) => {
      state.app = { ...state.app, prefs };
      return ok(state.app);
    },
    journeyCreate: (name) => {
      state.journey = {
        ...state.journey,
        name,
        planned: false,
        stages: [],
        tracks: [],
        next: null,
        place: null,
        questions: state.journey.questions.map((q) => ({ ...q, value: [] })),
      };
      return same();
    },
    journeyOpen: same,
    journeyRename: (id, name) => {
      state.journey = { ...state.journey, name };
      put("journeys", state.app.journeys.map((it) => (it.id === id ? { ...it, name } : it)));
      return ok(saved(name));
    },
    journeyDuplicate: (id) => {
      const same = card(id).map((it) => ({ ...it, id: `${id}-2`, name: `${it.name} 2` }));
      return put("journeys", [...state.app.journeys, ...same]);
    },
    journeyBin: (id) => {
      void put("bin", [...state.app.bin, ...card(id).map((it) => ({ ...it, binned_on: TODAY }))]);
      return put("journeys", state.app.journeys.filter((it) => it.id !== id));
    },
    journeyUnbin: (id) => {
      void put("journeys", [...state.app.journeys, ...card(id).map((it) => ({ ...it, binned_on: null }))]);
      return put("bin", state.app.bin.filter((it) => it.id !== id));
    },
    journeyDelete: (id) => put("bin", state.app.bin.filter((it) => it.id !== id)),
    journeyExport: () => ok("/home/minji/giljabi.json"),
    journeyImport: () => ok(state.journey),
    answer: (_id, question, values) => {
      state.journey = {
        ...state.journey,
        questions: state.journey.questions.map((q) =>
          q.id === question ? { ...q, value: values } : q,
        ),
      };
      return same();
    },
    plan: () => ok(plan),
    planning: () => ok(planning),
    progress: () => ok(progress),
    consequences: () => ok(nothing),
    planByHand: (_id, tracks) =>
      ok({
        ...best,
        rank: 0,
        tracks: tracks.map((track) => {
          const known = planning.plans.flatMap((it) => it.tracks).find((it) => it.track.module === track.module);
          return { ...(known ?? best.tracks[0]!), track };
        }),
        precaution: null,
      }),
    planSave: () => ok("/home/minji/plan.pdf"),
    planOpen: () => ok(null),
    calendarSave: () => ok("/home/minji/days.ics"),
    choosePlan: () => {
      state.journey = journey({
        name: state.journey.name,
        questions: state.journey.questions,
      });
      return same();
    },
    trackHold: (_id, track, reason) => nowTrack(track, { kind: "held", reason, on: TODAY }),
    trackGiveUp: (_id, track, reason) => nowTrack(track, { kind: "given_up", reason, on: TODAY }),
    trackResume: (_id, track) => nowTrack(track, { kind: "active" }),
    taskPage: (_id, key) => ok(pageOf(key)),
    setValue: (_id, at, raw, goOn) => {
      const field = fieldOf(at.task, at.field);
      if (!field) return ok(saved(raw));
      const answer = judge(field, raw, goOn, state.app.place ?? "real");
      if (answer.saved) field.value = answer.value;
      if (answer.saved) field.lints = answer.lints;
      return ok(answer);
    },
    setNote: (_id, key, text, goOn) => {
      if (/secret/i.test(text) && !goOn)
        return ok({
          saved: false,
          value: null,
          lints: [],
          suspect: { looks_like: "v2_secret", offer: null },
        });
      pageOf(key).note = text;
      return ok(saved(text));
    },
    start: (_id, key, on) =>
      setStatus(key, { kind: "waiting", since: on, days: null, until: null, late: false }),
    mark: (_id, key, on) => done(key, on),
    unmark: (_id, key) => setStatus(key, { kind: "ready" }),
    putOff: same,
    takeUp: same,
    markMany: (_id, keys, on) => {
      for (const key of keys) void done(key, on);
      return same();
    },
    undo: same,
    redo: same,
    history: () => ok(history),
    library: () => ok(library),
    subjectPage: (id) => ok(subjectPage(id)),
    gatewayPage: (id) => ok(gatewayPage(id)),
    modulePage: (id) => ok(modulePage(id)),
    // Coarse: the core's own search is tested beside it.
    search: (_id, text) => {
      const want = text.trim().toLowerCase();
      const lines = state.journey.stages.flatMap((s) => s.tasks);
      const tasks = lines.filter((l) => l.title.ko.toLowerCase().includes(want));
      const ids = [...new Set(tasks.map((l) => l.key.split("@")[0] ?? ""))];
      const field = "사이트코드".includes(want)
        ? [
            {
              target: { kind: "field" as const, module: "kcp_v2", field: "site_code" },
              title: { ko: "MID(사이트코드)", en: "Site code" },
              of: { ko: "NHN KCP V2", en: "NHN KCP V2" },
              by: "사이트코드",
            },
          ]
        : [];
      const found = ids.map((task) => ({
        target: { kind: "task" as const, task },
        title: lines.find((l) => l.key.startsWith(task))?.title ?? { ko: task, en: task },
        of: null,
        by: null,
      }));
      return ok({ held: null, hits: [...field, ...found] });
    },
    translate: (_id, text, gateway) => {
      const known = /cc67/i.test(text) || (text.trim() === "" && gateway === "kcp");
      const kcp = { id: "kcp", name: { ko: "NHN KCP", en: "NHN KCP" } };
      return ok({
        held: null,
        code: /[A-Z]+\d+/i.exec(text)?.[0] ?? null,
        known: known ? [{ gateway: kcp, near: true, errors: [errorView()] }] : [],
        lists: gateway === "kcp" ? [errorList()] : [],
        quote: text,
      });
    },
    placePut: () => ok(null),
    secretSave: (_id, at) => {
      const field = fieldOf(at.task, at.field);
      if (field) field.stored = stored(state.app.today);
      return ok(saved(null));
    },
    secretDelete: (_id, at) => {
      const field = fieldOf(at.task, at.field);
      if (field) field.stored = null;
      return ok(null);
    },
    secretCopy: () => ok(30),
    secretShow: () => ok(20),
    secretRestore: () => ok(null),
    certificateChoose: () => ok(null),
    certificateDropped: () => ok(null),
    certificatePractice: (_id, key) => {
      const files = pageOf(key).fields.filter((f) => f.file);
      for (const field of files) field.stored = stored(state.app.today);
      return ok({
        site_code: "practice",
        expires_on: "2031-11-20",
        renewable_from: "2031-10-21",
        pair: true,
        saved: files.map((f) => f.id),
        original: "",
      });
    },
    checkKeys: () => ok({ kind: "keys_good", store_proven: true, readings: [] }),
    checkChannel: () => ok({ kind: "channels", found: [], missing: [] }),
    checkPayment: () => ok({ kind: "payment_not_found", call: null }),
    checkCancel: () => ok(null),
    probeWebhook: () => ok({ kind: "needs_consent", host: "shop.example.com" }),
    judgeWebhook: () => ok({ kind: "no_secret" }),
    vaultOpen: () => ok(state.app.vault),
    vaultCancel: () => ok(state.app.vault),
    vaultPassphrase: () => ok({ state: "open_passphrase", stored: 0, passphrase: false }),
    vaultThisRun: () => ok({ state: "open_this_run", stored: 0, passphrase: false }),
    vaultStartOver: () => {
      state.app = { ...state.app, vault: { state: "open", stored: 0, passphrase: false } };
      return ok(state.app.vault);
    },
    setUnsaved: () => ok(null),
    closeNow: () => ok(null),
    openLink: () => ok(null),
    copyText: () => ok(null),
    wipe: () => {
      state.app = { ...state.app, place: null, who: null, journeys: [], bin: [] };
      return ok([]);
    },
    firstPaint: () => ok(null),
    practiceView: () => ok(state.practice),
    practiceStep: () => {
      const ahead = state.practice.ahead + 1;
      const today = new Date(Date.parse(TODAY) + ahead * 86_400_000).toISOString().slice(0, 10);
      state.practice = { ...state.practice, today, ahead };
      state.app = { ...state.app, today };
      return ok(state.practice);
    },
    practiceTrouble: (trouble) => {
      state.practice = { ...state.practice, trouble };
      return ok(state.practice);
    },
    practiceAgain: (_id, key) => {
      const news = state.practice.news.map((n) => (n.task === key ? { ...n, again: false } : n));
      state.practice = { ...state.practice, news };
      return ok(state.practice);
    },
    listen: () => () => undefined,
  };
  return { host, state };
}
