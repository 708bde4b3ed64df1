// What comes from the keyboard of the page: a scanner that types, a person, function keys.

import { Wedge, characterOf, unframed } from "./wedge.js";
import { wakeSound } from "./senses.js";

const ECHO_AFTER_MS = 120; // a scan is over by then: only what a person keys in is shown

const inDialog = () => document.querySelector("dialog[open]") !== null;
const isButton = (element) => element instanceof HTMLButtonElement;

/**
 * Listen on the document. `sink` takes scanned(text, symbology), typed(text), functionKey(n),
 * back() and echo(text); `field` is where a person may type after tapping it.
 */
export function listen(field, sink) {
  const wedge = new Wedge();
  let echoing = 0;

  function echo() {
    clearTimeout(echoing);
    echoing = setTimeout(() => sink.echo(wedge.typed), wedge.typed ? ECHO_AFTER_MS : 0);
  }

  function finish(event) {
    const own = event.target === field ? field.value : "";
    const { scanned, typed } = wedge.end(event.timeStamp);
    field.value = "";
    echo();
    if (scanned !== undefined) {
      const [symbology, text] = unframed(scanned);
      if (text) sink.scanned(text, symbology);
    } else if (own || typed) {
      sink.typed(own || typed);
    }
  }

  /** A field with a form of its own, such as that of the pairing code. */
  function isOther(element) {
    return element !== field && element instanceof HTMLInputElement;
  }

  function onEnd(event) {
    if (event.key === "Tab") {
      if (!wedge.isBurst) return; // a person moves the focus
      event.preventDefault();
      finish(event);
      return;
    }
    const isPress = isButton(event.target) && !wedge.typed;
    if (isPress && !wedge.isTail(event.timeStamp)) return;
    event.preventDefault();
    if (!isPress) finish(event);
  }

  function onKey(event) {
    wakeSound();
    if (inDialog() || event.isComposing || isOther(event.target)) return;
    if (event.key === "Enter" || event.key === "Tab") {
      onEnd(event);
    } else if (event.key === "Escape") {
      event.preventDefault();
      wedge.clear();
      field.value = "";
      echo();
      sink.back();
    } else if (/^F\d+$/.test(event.key)) {
      if (sink.functionKey(Number(event.key.slice(1)))) event.preventDefault();
    } else if (event.target !== field && event.key === "Backspace") {
      wedge.erase();
      echo();
    } else {
      onCharacter(event);
    }
  }

  function onCharacter(event) {
    const text = characterOf(event);
    const presses = text === " " && isButton(event.target) && !wedge.typed;
    if (!text || presses || event.target instanceof HTMLSelectElement) return;
    wedge.character(text, event.timeStamp);
    if (event.target === field) return; // the field shows it by itself
    event.preventDefault();
    echo();
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("keyup", (event) => {
    if (event.key === " " && wedge.typed) event.preventDefault(); // no button is meant
  });
  document.addEventListener("pointerdown", wakeSound);
  // the keyboard on the glass opens only where a person taps the field, never by itself
  field.addEventListener("pointerdown", () => {
    field.inputMode = field.dataset.keyboard ?? "text";
  });
  field.addEventListener("blur", () => {
    field.inputMode = "none";
    wedge.clear();
  });
}
