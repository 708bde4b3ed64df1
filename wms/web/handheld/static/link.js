// Delivers events one after the other and asks for the screen when idle: the heartbeat that tells
// whether there is a link. What the browser thinks of its network is not asked.

import { NoLink, Rejected } from "./api.js";

export const HEARTBEAT_MS = 2000;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5000;

export class Link {
  #api;
  #station;
  #pauseMs = FIRST_PAUSE_MS;
  #wake = () => {};
  #poll = null;
  #stopped = false;

  /** `station` has `head`, and takes `answered`, `denied` and `lost`. */
  constructor(api, station) {
    this.#api = api;
    this.#station = station;
  }

  /** Look at once: there is something to send. */
  wake() {
    this.#poll?.abort();
    this.#wake();
  }

  stop() {
    this.#stopped = true;
    this.wake();
  }

  async run() {
    while (!this.#stopped) {
      const isWell = await this.#once();
      const more = isWell && this.#station.head;
      if (!more && !this.#stopped) await this.#rest(isWell ? HEARTBEAT_MS : this.#nextPause());
    }
  }

  async #once() {
    const head = this.#station.head;
    const id = head?.id ?? "";
    this.#poll = head ? null : new AbortController();
    try {
      const answer = head ? await this.#api.send(head) : await this.#api.screen(this.#poll.signal);
      this.#pauseMs = FIRST_PAUSE_MS;
      await this.#station.answered(id, answer);
      return true;
    } catch (error) {
      if (this.#poll?.signal.aborted) return true; // not lost: it made way for an event
      if (error instanceof Rejected) return await this.#station.denied(id, error);
      this.#station.lost(error instanceof NoLink ? null : error);
      return false;
    } finally {
      this.#poll = null;
    }
  }

  #nextPause() {
    const pause = this.#pauseMs * (0.5 + Math.random() / 2);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    return pause;
  }

  #rest(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
