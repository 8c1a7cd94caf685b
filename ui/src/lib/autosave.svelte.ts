// One text that saves itself: half a second after the last key, when the focus leaves, and before the
// window goes elsewhere. "Saved" is only said when the core said so.

import type { Desk } from "./desk.svelte";
import type { Answer, IpcError, Lint, Suspect, Typed } from "./host";
import { troubleOf, type Trouble } from "./i18n";

const PAUSE = 500;
/** What could not be saved is tried again this often. */
const AGAIN = 5000;

export interface AutosaveSource {
  label: () => string;
  /** What is saved now. */
  saved: () => string;
  /** What was refused last time and is shown again. */
  draft: () => string | null;
  /** Lints of the saved value. */
  lints: () => Lint[];
  write: (text: string, goOn: boolean) => Promise<Answer<Typed>>;
}

export class Autosave {
  text = $state("");
  state = $state<"clean" | "pending" | "saving" | "failed" | "held">("clean");
  suspect = $state.raw<Suspect | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  private judged = $state.raw<Lint[] | null>(null);
  private judgedFor = "";
  private known = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private left = false;

  constructor(
    private readonly desk: Desk,
    private readonly source: AutosaveSource,
  ) {
    this.known = source.saved();
    this.text = source.draft() ?? this.known;
    if (source.draft() !== null && source.draft() !== this.known) this.state = "held";
  }

  /** The lints to show: of what is typed, else of what is saved. */
  get lints(): Lint[] {
    return this.judged ?? this.source.lints();
  }

  get dirty(): boolean {
    return this.state !== "clean";
  }

  /** The core's value changed under us (undo, another window): show it unless something is typed. */
  follow() {
    const saved = this.source.saved();
    if (saved === this.known) return;
    this.known = saved;
    if (this.state === "clean") {
      this.text = saved;
      this.judged = null;
    }
  }

  /** Typed, and not yet with the core. */
  get waits(): boolean {
    return this.state === "pending" || this.state === "held";
  }

  /** Leaving would lose it. */
  get unsaved(): boolean {
    return this.state === "failed" || this.suspect !== null;
  }

  type(text: string) {
    this.text = text;
    this.desk.edits += 1;
    this.suspect = null;
    this.trouble = null;
    this.state = "pending";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), PAUSE);
  }

  /** Saves now if something waits to be saved. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (this.state === "pending" || this.state === "failed") await this.save(false);
  }

  /** Keeps the value despite a warning, or because it is no secret. */
  goOn(): Promise<void> {
    clearTimeout(this.timer);
    return this.save(true);
  }

  /** The field is gone from the screen: nothing is tried again. */
  leave() {
    this.left = true;
    clearTimeout(this.timer);
  }

  /** Back to the saved value. */
  discard() {
    clearTimeout(this.timer);
    this.text = this.known;
    this.judged = null;
    this.suspect = null;
    this.trouble = null;
    this.state = "clean";
  }

  private save(goOn: boolean): Promise<void> {
    this.running = this.saveOnce(this.text, goOn).finally(() => (this.running = null));
    return this.running;
  }

  private async saveOnce(text: string, goOn: boolean) {
    const failedBefore = this.trouble !== null;
    this.state = "saving";
    this.desk.saving = "saving";
    let error: IpcError | null = null;
    let typed: Typed | null = null;
    try {
      const answer = await this.source.write(text, goOn);
      if (answer.status === "ok") typed = answer.data;
      else error = answer.error;
    } catch {
      this.trouble = this.desk.t.codes.noAnswer;
    }
    const moved = this.text !== text;
    if (!typed) {
      if (error) this.trouble = troubleOf(error, this.desk.t);
      // A backup may have been opened meanwhile; the banner above says so.
      if (error?.code === "not_saved" && error.detail === "damaged") void this.desk.refreshApp();
      this.state = "failed";
      this.desk.saving = "idle";
      clearTimeout(this.timer);
      const passes = error === null || error.code === "not_saved";
      if (passes && !this.left) this.timer = setTimeout(() => void this.flush(), AGAIN);
      // How much space is left on the disk is measured anew.
      if (!failedBefore) void this.desk.refreshApp();
      return;
    }
    this.trouble = null;
    if (failedBefore) void this.desk.refreshApp();
    this.suspect = moved ? null : typed.suspect;
    this.judged = typed.lints;
    this.judgedFor = text;
    if (typed.saved) {
      this.known = typed.value ?? text;
      this.desk.saving = "saved";
      if (!moved) {
        this.text = this.known;
        this.state = "clean";
      }
      this.desk.refresh();
    } else {
      this.desk.saving = "idle";
      if (!moved) this.state = "held";
    }
  }

  /** Whether a shown lint may be overridden by going on. */
  get mayGoOn(): boolean {
    const weights = this.lints.filter((l) => !l.overridden).map((l) => l.weight);
    return (
      weights.includes("warn") &&
      !weights.includes("refuse") &&
      (this.judged === null || this.judgedFor === this.text || this.text === this.known)
    );
  }
}
