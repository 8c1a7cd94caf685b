/** A question that takes its time: progress is shown after a second, the way to stop it after three. */
export class Asking {
  on = $state(false);
  slow = $state<"no" | "shown" | "stoppable">("no");
  #timers: ReturnType<typeof setTimeout>[] = [];

  /** Asks. Null: the one before is still going on. */
  async run<T>(question: () => Promise<T>): Promise<T | null> {
    if (this.on) return null;
    this.on = true;
    this.#timers = [
      setTimeout(() => (this.slow = "shown"), 1000),
      setTimeout(() => (this.slow = "stoppable"), 3000),
    ];
    try {
      return await question();
    } finally {
      this.calm();
      this.on = false;
    }
  }

  /** Forgets how long it takes. */
  calm(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.slow = "no";
  }
}
