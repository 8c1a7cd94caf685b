// The only place that imports the Tauri API. Everything else talks to a `Host`, so that tests and
// the development window bring a small one of their own.

import { commands, events } from "./bindings";
import type { IpcError, VaultView } from "./bindings";

export type * from "./bindings";

/** What a command answers. */
export type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: IpcError };

/** What the core may tell without being asked. */
export interface Listeners {
  appChanged(): void;
  journeyChanged(id: string): void;
  clipboardCleared(): void;
  clipboardNotCleared(): void;
  vaultChanged(vault: VaultView): void;
  /** Files lie on the window: `certificateDropped` takes them. */
  filesDropped(): void;
  /** The window is being closed and waits for `closeNow`. */
  closeAsked(): void;
}

/** The core, as the window knows it. */
export interface Host extends Readonly<typeof commands> {
  /** Starts listening; the answer stops it. */
  listen(to: Listeners): () => void;
}

/** The real core. */
export const tauriHost: Host = {
  ...commands,
  listen(to) {
    const stops = [
      events.appChanged.listen(() => to.appChanged()),
      events.journeyChanged.listen((e) => to.journeyChanged(e.payload.id)),
      events.clipboardCleared.listen(() => to.clipboardCleared()),
      events.clipboardNotCleared.listen(() => to.clipboardNotCleared()),
      events.vaultChanged.listen((e) => to.vaultChanged(e.payload)),
      events.filesDropped.listen(() => to.filesDropped()),
      events.closeAsked.listen(() => to.closeAsked()),
    ];
    return () => {
      for (const stop of stops) void stop.then((f) => f());
    };
  },
};
