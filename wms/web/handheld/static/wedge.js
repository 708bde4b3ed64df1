// A scanner that types, told from a person by its speed. Keys are collected on the document, so a
// scan lands whatever has the focus; Enter or Tab ends it.

const BURST_GAP_MS = 50;
const LEAST_BURST = 4;
const ECHO_OF_END_MS = 100; // some scanners send CR and LF: the second one must press no button
const GS = "\x1d";
const AIM_ID = /^\][A-Za-z][0-9A-Za-z]/;

/** Return [symbology, text] of what a scanner sent. */
export function unframed(frame) {
  const [symbology = ""] = AIM_ID.exec(frame) ?? [];
  return [symbology, frame.slice(symbology.length)];
}

/** Decides what was scanned and what was keyed in; pure, told the time of each key. */
export class Wedge {
  #typed = "";
  #burst = "";
  #lastAt = -Infinity;
  #endedAt = -Infinity;

  /** What was keyed in so far and not finished. */
  get typed() {
    return this.#typed;
  }

  /** Whether keys come so fast that no person presses them. */
  get isBurst() {
    return this.#burst.length > 1;
  }

  character(text, at) {
    this.#burst = at - this.#lastAt <= BURST_GAP_MS ? this.#burst + text : text;
    this.#typed += text;
    this.#lastAt = at;
  }

  erase() {
    this.#typed = this.#typed.slice(0, -1);
    this.#burst = "";
  }

  clear() {
    this.#typed = this.#burst = "";
  }

  /** Return what an Enter (or Tab) ends: { scanned } or { typed }, {} when it ends nothing. */
  end(at) {
    const isFast = this.#burst.length >= LEAST_BURST && at - this.#lastAt <= BURST_GAP_MS;
    const found = isFast ? { scanned: this.#burst } : this.#typed ? { typed: this.#typed } : {};
    if (isFast) this.#endedAt = at;
    this.clear();
    return found;
  }

  /** Whether an Enter at `at` is only the tail of a scan. */
  isTail(at) {
    return at - this.#endedAt <= ECHO_OF_END_MS;
  }
}

/** Return the character that a key types, "" for other keys. Ctrl+] is how wedges send GS. */
export function characterOf(event) {
  if (event.ctrlKey && event.key === "]") return GS;
  if (event.ctrlKey || event.altKey || event.metaKey) return "";
  return event.key === GS || [...event.key].length === 1 ? event.key : "";
}
