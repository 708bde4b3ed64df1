// A scanner that types, told from a person by its speed. Keys are collected on the document, so a
// scan lands whatever has the focus; Enter or Tab ends it. A scanner that halts in the middle (a
// slow device, a weak radio) must not lose the head of its code: the rest could be another code.

const BURST_GAP_MS = 50;
const STRAY_GAP_MS = 400; // what a person pressed so long before a scan is no part of it
const HALTED_MS = 2000; // half a scan waits so long for its other half
const LEAST_BURST = 4;
const LEAST_FAST = 0.75; // of the gaps between the keys of a scan
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
  #fast = 0; // gaps within the burst that no person's keys have
  #lastAt = -Infinity;
  #endedAt = -Infinity;

  /** What was keyed in so far and not finished. */
  get typed() {
    return this.#typed;
  }

  /** Whether most keys came so fast that no person presses them. */
  get isBurst() {
    return this.#fast > 0 && this.#fast >= LEAST_FAST * (this.#burst.length - 1);
  }

  character(text, at) {
    const gap = at - this.#lastAt;
    const kept = this.isBurst ? HALTED_MS : STRAY_GAP_MS;
    if (gap > kept) this.#begin();
    if (this.#burst && gap <= BURST_GAP_MS) this.#fast += 1;
    this.#burst += text;
    this.#typed += text;
    this.#lastAt = at;
  }

  erase() {
    this.#typed = this.#typed.slice(0, -1);
    this.#begin();
  }

  clear() {
    this.#typed = "";
    this.#begin();
  }

  /** Return what an Enter (or Tab) ends: { scanned } or { typed }, {} when it ends nothing. */
  end(at) {
    const fast = this.#fast + (at - this.#lastAt <= BURST_GAP_MS ? 1 : 0);
    const isScan = this.#burst.length >= LEAST_BURST && fast >= LEAST_FAST * this.#burst.length;
    const found = isScan ? { scanned: this.#burst } : this.#typed ? { typed: this.#typed } : {};
    if (isScan) this.#endedAt = at;
    this.clear();
    return found;
  }

  /** Whether an Enter at `at` is only the tail of a scan. */
  isTail(at) {
    return at - this.#endedAt <= ECHO_OF_END_MS;
  }

  #begin() {
    this.#burst = "";
    this.#fast = 0;
  }
}

/** Return the character that a key types, "" for other keys. Ctrl+] is how wedges send GS. */
export function characterOf(event) {
  if (event.ctrlKey && event.key === "]") return GS;
  if (event.ctrlKey || event.altKey || event.metaKey) return "";
  return event.key === GS || [...event.key].length === 1 ? event.key : "";
}
