import { describe, expect, it } from "vitest";
import { keyAct, pressPrimary, submits } from "./keys";

const key = (init: KeyboardEventInit & { keyCode?: number }, target?: HTMLElement) => {
  const event = new KeyboardEvent("keydown", init);
  if (target) Object.defineProperty(event, "target", { value: target });
  return event;
};

describe("keyAct", () => {
  it.each([
    [{ key: "Enter", ctrlKey: true }, "primary"],
    [{ key: "Enter", metaKey: true }, "primary"],
    [{ key: "ArrowLeft", altKey: true }, "back"],
    [{ key: "ㅏ", code: "KeyK", ctrlKey: true }, "jump"],
    [{ key: "z", code: "KeyZ", ctrlKey: true }, "undo"],
    [{ key: "Z", code: "KeyZ", ctrlKey: true, shiftKey: true }, "redo"],
    [{ key: "s", code: "KeyS", ctrlKey: true }, "saved"],
    [{ key: "p", code: "KeyP", ctrlKey: true }, "nothing"],
    [{ key: "F1" }, "terms"],
    [{ key: "k", code: "KeyK" }, null],
    [{ key: "Enter" }, null],
  ] as const)("%o → %s", (init, act) => {
    expect(keyAct(key(init))).toBe(act);
  });

  it("leaves the undo of a changed text field to the field", () => {
    const input = document.createElement("input");
    input.dataset["dirty"] = "true";
    const event = () => key({ key: "z", code: "KeyZ", ctrlKey: true }, input);
    expect(keyAct(event())).toBeNull();
    input.dataset["dirty"] = "false";
    expect(keyAct(event())).toBe("undo");
  });

  it("does nothing while a syllable is composed", () => {
    expect(keyAct(key({ key: "Enter", ctrlKey: true, isComposing: true }))).toBeNull();
    expect(submits(key({ key: "Enter", isComposing: true }))).toBe(false);
    expect(submits(key({ key: "Enter", keyCode: 229 } as KeyboardEventInit))).toBe(false);
    expect(submits(key({ key: "Enter" }))).toBe(true);
  });
});

describe("pressPrimary", () => {
  it("prefers the dialog's button to the screen's", () => {
    document.body.innerHTML =
      '<button data-primary id="a">a</button><div role="dialog"><button data-primary id="b">b</button></div>';
    const pressed: string[] = [];
    for (const b of document.querySelectorAll("button"))
      b.addEventListener("click", () => pressed.push(b.id));
    expect(pressPrimary()).toBe(true);
    expect(pressed).toEqual(["b"]);
    document.body.innerHTML = "";
    expect(pressPrimary()).toBe(false);
  });
});
