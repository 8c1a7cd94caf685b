// The tools of the practice: its clock, what people write, trouble on purpose. What comes of a step is
// the core's answer; here is only what is shown.

import type { Desk } from "./desk.svelte";
import type { Answer, PracticeNews, PracticeStep, PracticeTrouble, PracticeView } from "./host";

export class PracticeRoom {
  view = $state.raw<PracticeView | null>(null);
  /** A step is being made. */
  busy = $state(false);
  private readonly desk: Desk;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** What came about a task of the open journey. */
  about(key: string): PracticeNews[] {
    return (this.view?.news ?? []).filter((n) => n.journey === this.desk.id && n.task === key);
  }

  /** Looks again; a failure costs nothing that was typed, so it stays silent. */
  async load() {
    const got = await this.desk.host.practiceView().catch(() => null);
    if (got?.status === "ok") this.view = got.data;
  }

  /** One after the other, so that what was asked for last is what holds. */
  private put(question: () => Promise<Answer<PracticeView>>): Promise<boolean> {
    const turn = this.turn.then(async () => {
      this.busy = true;
      await this.desk.flush();
      const got = await this.desk.ask(question);
      this.busy = false;
      if (got) this.view = got.data;
      return got !== null;
    });
    this.turn = turn;
    return turn;
  }

  async step(step: PracticeStep) {
    if (!(await this.put(() => this.desk.host.practiceStep(step)))) return;
    const { desk, view } = this;
    await desk.refreshApp();
    desk.refresh();
    if (view) desk.say(desk.t.practiceTools.moved(desk.day(view.today)));
  }

  async trouble(trouble: PracticeTrouble | null) {
    await this.put(() => this.desk.host.practiceTrouble(trouble));
  }

  async again(news: PracticeNews) {
    await this.put(() => this.desk.host.practiceAgain(news.journey, news.task));
  }

  /** The user's own mark, on the day the answer came. */
  async mark(news: PracticeNews) {
    const { desk } = this;
    await desk.flush();
    const done = await desk.change((id) => desk.host.mark(id, news.task, news.on));
    if (done) desk.say(desk.t.codes.change.marked);
  }
}
