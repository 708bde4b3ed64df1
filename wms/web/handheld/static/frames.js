// Cut a serial scanner's bytes into scans: [STX] [AIM id] data, then CR, LF, Tab or ETX. Half a
// scan must never pass for a whole one: what is cut off, too long or noisy is a fault, and heard.

const MAX_FRAME = 4096;
const GAP_MS = 150;
const STX = 0x02;
const ENDS = new Set([0x0d, 0x0a, 0x09, 0x03]);
const NOISE = /[\x00-\x1c\x1e\x1f\x7f-\x9f]/; // GS (0x1d) separates GS1 elements

function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

export class Frames {
  #bytes = [];
  #isDropping = true; // out of step, as after plugging in, until an end or a pause
  #lastAt;

  constructor(at) {
    this.#lastAt = at;
  }

  /** Return the texts that `data` completes; null stands for one that cannot be trusted. */
  feed(data, at) {
    const found = this.idle(at);
    for (const byte of data) {
      if (ENDS.has(byte)) found.push(...this.#end());
      else if (byte === STX) found.push(...this.#close());
      else if (!this.#isDropping) found.push(...this.#store(byte));
    }
    this.#lastAt = at;
    return found;
  }

  /** Close what was left open when the line has been silent; call it after a pause. */
  idle(at) {
    return at - this.#lastAt > GAP_MS ? this.#close() : [];
  }

  #store(byte) {
    this.#bytes.push(byte);
    if (this.#bytes.length <= MAX_FRAME) return [];
    this.#bytes = [];
    this.#isDropping = true;
    return [null];
  }

  #end() {
    if (this.#isDropping || !this.#bytes.length) {
      this.#close();
      return [];
    }
    const text = decoded(new Uint8Array(this.#bytes));
    this.#bytes = [];
    return [NOISE.test(text) ? null : text];
  }

  #close() {
    const wasOpen = this.#bytes.length > 0;
    this.#bytes = [];
    this.#isDropping = false;
    return wasOpen ? [null] : [];
  }
}
