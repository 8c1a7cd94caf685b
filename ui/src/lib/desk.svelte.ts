// The window's state: what the core last said, where we are, and what is still unsaved. No rule about
// the journey stands here; every change is a command whose answer is shown.

import { getContext, setContext } from "svelte";
import { SvelteSet } from "svelte/reactivity";
import {
  copies,
  day,
  said,
  troubleOf,
  word,
  type Copy,
  type Trouble,
} from "./i18n";
import type {
  Answer,
  AppView,
  Bi,
  CertificateRead,
  FieldRef,
  Host,
  IpcError,
  JourneyView,
  Language,
  LibraryView,
  PlaceMark,
  Prefs,
  TaskLine,
  TaskPage,
  VaultState,
  VaultView,
} from "./host";
import { landFocus } from "./focus";
import type { Keeper } from "./keeper";
import { PracticeRoom } from "./practice.svelte";
import { resumeAt, shut } from "./resume";
import type { Route } from "./screens";
import { secretLike } from "./secretlike";

/** A question before something unsaved is left. */
interface Leaving {
  keepers: Keeper[];
  /** The window closes, else only the screen. */
  closing: boolean;
  go: () => void;
}

/** A value on its way to the secret field it belongs to. */
interface Carried {
  at: FieldRef;
  value: string;
}

/** A failure on the screen, with what its one button does. */
export interface Failure {
  trouble: Trouble;
  act: () => void;
}

/** What the last command came to. What is shown also counts what is typed: {@link Desk.shown}. */
type Saving = "idle" | "saving" | "saved" | "failed";

export class Desk {
  readonly host: Host;
  app = $state.raw<AppView | null>(null);
  journey = $state.raw<JourneyView | null>(null);
  page = $state.raw<TaskPage | null>(null);
  route = $state.raw<Route>({ id: "start" });
  /** The core did not answer the very first question. */
  silent = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** Dialogs that show the failure themselves: behind them nobody would see it. */
  failureDialogs = $state(0);
  saving = $state<Saving>("idle");
  /** Read out politely and shown for a moment. */
  notice = $state("");
  /** Where the user wants to go while something is unsaved. */
  leaving = $state.raw<Leaving | null>(null);
  open = $state<"none" | "jump" | "terms" | "practice" | "tools">("none");
  /** The tools of the practice. */
  readonly room: PracticeRoom;
  /** What was read from the certificate's file that was chosen or dropped. */
  certificate = $state.raw<CertificateRead | null>(null);
  /** What takes files that are dropped on the window, where the screen has such a place. */
  catcher: (() => void) | null = null;
  carried = $state.raw<Carried | null>(null);
  /** The last secret copied: what clears it is the core; here is only the countdown. */
  copied = $state.raw<FieldRef | null>(null);
  /** Grows with each change of a value: a check's answer belongs to the values it was asked about. */
  edits = $state(0);
  /** The fields on the screen that take a value from elsewhere. */
  readonly takers = new Map<string, (value: string) => void>();
  /** What those fields have saved; null while something else stands in them. */
  readonly values = new Map<string, () => string | null>();
  /** What the library has on its shelves, once somebody looked. */
  shelf = $state.raw<LibraryView | null>(null);
  /** The field that has, or last had, the focus: where a practice value goes. */
  focused = $state.raw<{ id: string; put: (value: string) => void } | null>(null);
  /** What was left after everything was deleted. */
  left = $state.raw<string[] | null>(null);
  private keepers = new SvelteSet<Keeper>();
  private told = false;
  private before = $state.raw<readonly Route[]>([]);
  private reload: ReturnType<typeof setTimeout> | undefined;
  private fade: ReturnType<typeof setTimeout> | undefined;

  // Plain getters: they outlive the component that made the desk, as late answers do.

  get language(): Language {
    return this.app?.prefs.language ?? this.app?.os_language ?? "ko";
  }

  /** Every sentence, in the language of the window. */
  get t(): Copy {
    return copies[this.language];
  }

  get today(): string {
    return this.app?.today ?? "";
  }

  /** The open journey. */
  get id(): string {
    return this.journey?.id ?? "";
  }

  get practice(): boolean {
    return this.app?.place === "practice";
  }

  constructor(host: Host) {
    this.host = host;
    this.room = new PracticeRoom(this);
  }

  /** A catalogue sentence in the language of the window. */
  b = (bi: Bi): string => said(bi, this.language);

  day = (iso: string): string => day(iso, this.language, this.today);

  /** Asks the core; a failure is shown and answers null. */
  async ask<T>(
    question: () => Promise<Answer<T>>,
    onError?: (error: IpcError) => boolean,
    again?: () => void,
  ): Promise<{ data: T } | null> {
    try {
      const answer = await question();
      if (answer.status === "ok") return { data: answer.data };
      if (!onError?.(answer.error)) this.fail(answer.error, again);
    } catch {
      this.failure = { trouble: this.t.codes.noAnswer, act: () => void this.start() };
    }
    return null;
  }

  private fail(error: IpcError, again: () => void = () => void this.flush()) {
    const act = () => {
      this.failure = null;
      if (error.code === "journey_damaged") this.jump({ id: "stores" });
      else if (error.code === "no_place") this.jump({ id: "start" });
      else if (error.code === "not_saved") again();
      else if (error.code === "vault" || error.code === "in_vault") void this.openVault();
      else this.refresh();
    };
    this.failure = { trouble: troubleOf(error, this.t), act };
    // It is done, if not everywhere: the screen shows what is so now.
    if (error.code === "left_behind") {
      this.edits += 1;
      this.refresh();
    }
    if (error.code === "not_saved" && error.detail === "damaged") void this.seeBackup(act);
  }

  /** The core may have opened a backup in place of a damaged file: then that is what happened. */
  private async seeBackup(act: () => void) {
    await this.refreshApp();
    const state = this.app?.data.state;
    if (state?.kind !== "recovered" || state.backup === null) return;
    this.failure = { trouble: this.t.codes.recovered, act };
    this.refresh();
  }

  say(text: string) {
    this.notice = text;
    clearTimeout(this.fade);
    this.fade = setTimeout(() => (this.notice = ""), 6000);
  }

  /** Loads everything and decides where to begin. */
  async start() {
    this.failure = null;
    try {
      const answer = await this.host.appView();
      if (answer.status === "error") {
        this.silent = true;
        return;
      }
      this.silent = false;
      this.app = answer.data;
      this.settle();
      // A new run goes on where the last one stopped.
      const { resume } = answer.data;
      if (resume && this.route.id === "stores") await this.openJourney(resume);
    } catch {
      this.silent = true;
    }
  }

  /** Goes where the state of the data allows. */
  private settle() {
    const app = this.app;
    if (!app) return;
    if (shut.includes(app.data.state.kind)) this.route = { id: "datatrouble" };
    else if (!app.place) this.route = { id: "start" };
    else if (this.route.id === "start" || this.route.id === "datatrouble")
      this.route = { id: "stores" };
  }

  /** Takes a new AppView; the journey is closed when its folder is. */
  take(app: AppView) {
    this.app = app;
    if (!app.place) {
      this.journey = null;
      this.page = null;
      this.before = [];
    }
    this.settle();
  }

  listen(): () => void {
    return this.host.listen({
      appChanged: () => void this.refreshApp(),
      journeyChanged: (id) => {
        if (id === this.id) this.refresh();
      },
      clipboardCleared: () => {
        this.copied = null;
        this.say(this.t.app.clipboardCleared);
      },
      clipboardNotCleared: () => {
        this.copied = null;
        const act = () => (this.failure = null);
        this.failure = { trouble: this.t.codes.notCleared, act };
      },
      vaultChanged: (vault) => this.takeVault(vault),
      filesDropped: () => (this.catcher ? this.catcher() : this.say(this.t.file.nowhere)),
      closeAsked: () => void this.close(),
    });
  }

  /** Closes the folder and shows the first screen. */
  async toStart() {
    await this.leave(async () => {
      const got = await this.ask(() => this.host.leavePlace());
      if (!got) return;
      this.take(got.data);
      if (!got.data.place) this.jump({ id: "start" });
    });
  }

  async refreshApp() {
    const got = await this.ask(() => this.host.appView());
    if (got) this.take(got.data);
  }

  /** Loads the journey and the open task again, soon and once. */
  refresh() {
    clearTimeout(this.reload);
    this.reload = setTimeout(() => void this.refreshNow(), 40);
  }

  private async refreshNow() {
    const id = this.id;
    if (!id) return this.refreshApp();
    const got = await this.ask(() => this.host.journeyOpen(id));
    if (got && this.id === id) this.journey = got.data;
    await this.loadPage();
  }

  private async loadPage() {
    const route = this.route;
    if (route.id !== "task" || !this.id) return;
    const got = await this.ask(() => this.host.taskPage(this.id, route.key));
    if (got && this.route.id === "task" && this.route.key === route.key) this.page = got.data;
  }

  // ---- places -------------------------------------------------------------------------------

  keep(keeper: Keeper): () => void {
    this.keepers.add(keeper);
    return () => this.keepers.delete(keeper);
  }

  async flush() {
    await Promise.all([...this.keepers].map((k) => k.flush()));
  }

  /** Whether closing the window now would lose something. */
  get unsaved(): boolean {
    return [...this.keepers].some((k) => k.unsaved());
  }

  /** What the header says: nothing is called saved while something on the screen is not. */
  get shown(): Saving {
    const all = [...this.keepers];
    if (all.some((k) => k.failed?.())) return "failed";
    const open = all.some((k) => k.unsaved() || k.waits?.());
    return this.saving === "saved" && open ? "idle" : this.saving;
  }

  /** Names of what is not saved; empty when all is. */
  get unsavedLabels(): string {
    return [...this.keepers]
      .filter((k) => k.unsaved())
      .map((k) => k.label())
      .join(", ");
  }

  /** Tells the core, on a change only. */
  tellUnsaved(unsaved: boolean) {
    if (unsaved === this.told) return;
    this.told = unsaved;
    void this.host.setUnsaved(unsaved).catch(() => undefined);
  }

  /** Goes on when nothing would be lost; else asks first. */
  async leave(then: () => void, closing = false) {
    await this.flush();
    const keepers = [...this.keepers].filter((k) => k.unsaved());
    if (keepers.length === 0) then();
    else this.leaving = { keepers, closing, go: then };
  }

  /** The window is to be closed. */
  async close() {
    await this.leave(() => void this.ask(() => this.host.closeNow()), true);
  }

  /** Goes to a screen, saving what is open first. */
  async go(route: Route, remember = true) {
    await this.leave(() => {
      if (remember) this.before = [...this.before, this.route];
      this.jump(route);
    });
  }

  /** Goes without asking. */
  jump(route: Route) {
    if (this.route.id !== "task" || route.id !== "task" || this.route.key !== route.key)
      this.page = null;
    this.failure = null;
    this.certificate = null;
    this.focused = null;
    if (route.id !== "task" || route.key !== this.carried?.at.task) this.carried = null;
    this.saving = "idle";
    this.route = route;
    if (route.id === "stores") {
      // What was seen of a journey that is closed cannot be gone back to.
      this.before = [];
      this.journey = null;
      void this.refreshApp();
    }
    if (route.id === "task") void this.loadPage();
    this.markPlace();
  }

  /** Remembers where on the page we are, for coming back; the page itself stays as it is. */
  stay(route: Route) {
    if (route.id === this.route.id) this.route = route;
  }

  get canBack(): boolean {
    return this.before.length > 0;
  }

  async back() {
    const last = this.before[this.before.length - 1];
    if (!last) return;
    await this.leave(() => {
      this.before = this.before.slice(0, -1);
      this.jump(last);
    });
  }

  /** Tells the core where we are, for resuming. */
  markPlace(field: string | null = null) {
    const route = this.route;
    const mark: PlaceMark | null =
      route.id === "task"
        ? { screen: "task", key: route.key, field: field ?? route.field ?? null }
        : route.id === "interview"
          ? { screen: "interview", key: route.question, field: null }
          : route.id === "answers"
            ? { screen: "interview", key: null, field: null }
            : route.id === "plan" || route.id === "road" || route.id === "history"
              ? { screen: route.id, key: null, field: null }
              : null;
    // Losing this mark loses no work, so its failure stays silent.
    if (mark && this.id) void this.host.placePut(this.id, mark).catch(() => undefined);
  }

  /** Opens a journey where it was left. */
  async openJourney(id: string) {
    const got = await this.ask(() => this.host.journeyOpen(id));
    if (got) await this.enter(got.data);
  }

  async enter(journey: JourneyView) {
    this.journey = journey;
    this.before = [{ id: "stores" }];
    this.jump(resumeAt(journey));
  }

  // ---- changes ------------------------------------------------------------------------------

  /** Runs a command that answers with the journey. */
  async change(command: (id: string) => Promise<Answer<JourneyView>>): Promise<boolean> {
    const id = this.id;
    this.saving = "saving";
    const got = await this.ask(() => command(id), undefined, () => void this.change(command));
    this.saving = got ? "saved" : "failed";
    if (!got) return false;
    if (this.id === id) this.journey = got.data;
    await this.loadPage();
    void landFocus();
    return true;
  }

  async undo() {
    const kind = this.journey?.undo;
    if (!kind) return;
    await this.flush();
    this.edits += 1;
    if (await this.change((id) => this.host.undo(id)))
      this.say(this.t.app.undone(this.t.codes.change[kind]));
  }

  async redo() {
    const kind = this.journey?.redo;
    if (!kind) return;
    await this.flush();
    this.edits += 1;
    if (await this.change((id) => this.host.redo(id)))
      this.say(this.t.app.redone(this.t.codes.change[kind]));
  }

  async setPrefs(change: Partial<Prefs>) {
    const prefs = this.app?.prefs;
    if (!prefs || !this.app) return;
    const next = { ...prefs, ...change };
    this.app = { ...this.app, prefs: next };
    const got = await this.ask(() => this.host.setPrefs(next));
    if (got) this.app = got.data;
  }

  async copy(text: string, label: string) {
    const got = await this.ask(() => this.host.copyText(text));
    if (!got) return;
    // It took the place of a secret that may have been there.
    this.copied = null;
    this.say(this.t.app.copied(label));
  }

  /** What to say of a name or a reason that is shaped like a secret; null: it is not. */
  held(text: string): string | null {
    const shape = secretLike(text);
    const { suspect, codes } = this.t;
    return shape ? `${suspect.title(word(codes.shape, shape))}. ${suspect.body}` : null;
  }

  /** Loads the library's shelves, once. */
  async openShelf() {
    if (this.shelf) return;
    const got = await this.ask(() => this.host.library());
    if (got) this.shelf = got.data;
  }

  async link(url: string) {
    await this.ask(() => this.host.openLink(url));
  }

  // ---- vault --------------------------------------------------------------------------------

  takeVault(vault: VaultView) {
    if (this.app) this.app = { ...this.app, vault };
  }

  /** Another state of the same vault. */
  private vaultIs(state: VaultState) {
    const vault = this.app?.vault;
    if (vault) this.takeVault({ ...vault, state });
  }

  /** Opens the vault; true when secrets can be kept. */
  async openVault(): Promise<boolean> {
    if (this.app?.vault.state === "needs_passphrase") return false;
    const slow = this.sayOpening();
    const got = await this.ask(
      () => this.host.vaultOpen(),
      (error) => {
        if (error.code !== "vault") return false;
        this.vaultIs(error.detail);
        return true;
      },
    );
    clearTimeout(slow);
    if (got) this.takeVault(got.data);
    if (this.vaultUsable) this.refresh();
    return this.vaultUsable;
  }

  // The user stopped waiting for the system's window.
  private stopped = false;

  /** Stops waiting for the system's window. What needed the vault is not done, nor asked again. */
  async stopOpening() {
    this.stopped = true;
    const got = await this.ask(() => this.host.vaultCancel());
    if (!got) return;
    this.takeVault(got.data);
    this.say(this.t.vault.stopped);
  }

  /** Says that the vault is being opened, once that takes long enough to be wondered at. */
  private sayOpening(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.vaultIs("opening"), 300);
  }

  get vaultUsable(): boolean {
    const state = this.app?.vault.state;
    return state === "open" || state === "open_passphrase" || state === "open_this_run";
  }

  /** Asks something that needs the vault; opens it once when it is closed. */
  async askVault<T>(question: () => Promise<Answer<T>>): Promise<{ data: T } | null> {
    let closed = false;
    this.stopped = false;
    // The question itself may be what opens it, and the system's window may be behind ours.
    const slow = this.vaultUsable ? undefined : this.sayOpening();
    const first = await this.ask(question, (error) => {
      if (error.code !== "vault") return false;
      closed = true;
      this.vaultIs(error.detail);
      return true;
    });
    clearTimeout(slow);
    if (!closed) {
      if (this.app?.vault.state === "opening") await this.refreshApp();
      return first;
    }
    if (this.stopped || this.app?.vault.state !== "closed") return null;
    return (await this.openVault()) ? this.ask(question) : null;
  }

  // ---- looking things up --------------------------------------------------------------------

  get lines(): TaskLine[] {
    return this.journey?.stages.flatMap((s) => s.tasks) ?? [];
  }

  /** A module beside its gateway; the gateway is not named twice. */
  moduleOf(it: { gateway: Bi; module: Bi }): { gateway: string; module: string; full: string } {
    const gateway = this.b(it.gateway);
    const module = this.b(it.module);
    // The module may begin with all of the name, without its abbreviation, or with its last word.
    const plain = gateway.replace(/\(.*\)$/, "");
    const said = [gateway, plain, plain.split(" ").at(-1) ?? plain].find((w) => module.startsWith(w));
    const own = said ? module.slice(said.length).trim() : module;
    return { gateway, module: own, full: [gateway, own].filter(Boolean).join(" ") };
  }

  /** Whose task it is, where several tracks have the same one. */
  trackName(line: TaskLine): string {
    const tracks = this.journey?.tracks ?? [];
    const track = tracks.length > 1 ? tracks.find((t) => t.id === line.track) : undefined;
    return track ? `${this.b(track.gateway)} ${this.t.codes.purpose[track.spec.purpose]}` : "";
  }

  line(key: string): TaskLine | undefined {
    return this.lines.find((l) => l.key === key);
  }
}

const KEY = Symbol("desk");

export const setDesk = (desk: Desk): Desk => setContext(KEY, desk);
export const useDesk = (): Desk => getContext<Desk>(KEY);
