// What the desk asks of whatever may hold text not yet saved.

/** Something on the screen that may hold text not yet saved. */
export interface Keeper {
  /** Its name, for the question before leaving. */
  label(): string;
  /** Saves what can be saved by itself. */
  flush(): Promise<void>;
  /** Still holds something that leaving would lose. */
  unsaved(): boolean;
  /** Typed a moment ago, and not yet with the core. */
  waits?(): boolean;
  /** The core could not save it. */
  failed?(): boolean;
  /** Saves what only a person may decide to save; false when it could not. */
  save?(): Promise<boolean>;
}
