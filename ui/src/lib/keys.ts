// The keyboard of the whole window.

export type KeyAct =
  | "primary"
  | "back"
  | "jump"
  | "undo"
  | "redo"
  | "saved"
  | "terms"
  | "nothing";

/** Enter and shortcuts while a Korean syllable is being composed belong to the input method. */
export const composing = (e: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean =>
  e.isComposing || e.keyCode === 229;

/** Whether the key is a plain Enter that may submit. */
export const submits = (e: KeyboardEvent): boolean =>
  e.key === "Enter" && !e.shiftKey && !e.ctrlKey && !e.metaKey && !e.altKey && !composing(e);

/** An own undo of the text field comes first while its text is not the saved one. */
export const ownUndo = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) &&
  target.dataset["dirty"] === "true";

/** What a key means; null: nothing of ours. `nothing`: swallowed. */
export function keyAct(e: KeyboardEvent): KeyAct | null {
  if (composing(e)) return null;
  if (e.key === "F1") return "terms";
  if (e.altKey && !e.ctrlKey && !e.metaKey && e.key === "ArrowLeft") return "back";
  if ((!e.ctrlKey && !e.metaKey) || e.altKey) return null;
  if (e.key === "Enter") return "primary";
  // The physical key, so that the Korean layout has the same shortcuts.
  switch (e.code) {
    case "KeyK":
      return "jump";
    case "KeyS":
      return "saved";
    case "KeyP":
      return "nothing";
    case "KeyZ":
      if (ownUndo(e.target)) return null;
      return e.shiftKey ? "redo" : "undo";
    case "KeyY":
      return ownUndo(e.target) ? null : "redo";
    default:
      return null;
  }
}

/** Presses the one primary button: of the open dialog if there is one, else of the screen. */
export function pressPrimary(root: ParentNode = document): boolean {
  const dialogs = root.querySelectorAll('[role="dialog"], [role="alertdialog"]');
  const scope: ParentNode = dialogs[dialogs.length - 1] ?? root;
  const button = scope.querySelector<HTMLButtonElement>("button[data-primary]:not(:disabled)");
  button?.click();
  return button != null;
}
