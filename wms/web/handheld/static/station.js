// What a station does with everything that happens to it. Order matters: an input is stored, then
// sent; an answer is stored, then shown. Killed between any two steps, nothing is lost or doubled.

import { Outbox } from "./outbox.js";
import { uuid } from "./ids.js";
import { say } from "./words.js";
import { Weighing } from "./weighing.js";

const COMMAND_PREFIX = "%";
const MAX_TEXT = 4096;
const REPEAT_MS = 500;

export const NO_SCREEN = {
  title: "", prompt: "", lines: [], keys: [], accepts: [], expects: "", progress: null,
  picture: "", message: "", tone: "neutral", counts_repeats: false, secret: false,
  language: "en", no: 0,
};

export class Station {
  screen = NO_SCREEN;
  hasScreen = false;
  isLinked = false;
  weighing = new Weighing();
  #journal;
  #outbox;
  #turn = Promise.resolve();
  #recovering;
  #lastScan = { text: "", at: -Infinity };
  #on;

  /** `on` is told: changed(), tone(name), wake(), revoked(words), answered(answer). */
  constructor(journal, { events, place }, on) {
    this.#journal = journal;
    this.#outbox = new Outbox(events, place?.lastEvent ?? "");
    this.#recovering = events.length > 0;
    this.#on = on;
    if (place) this.#show(place.screen);
  }

  get head() {
    return this.#outbox.head;
  }

  get waiting() {
    return this.#outbox.length;
  }

  /** Take a code that was read; `symbology` is its AIM id or "". */
  scan(text, symbology = "") {
    const now = performance.now();
    const isRepeat = text === this.#lastScan.text && now - this.#lastScan.at < REPEAT_MS;
    this.#lastScan = { text, at: now };
    if (isRepeat && !this.screen.counts_repeats) {
      this.note(say("twice"), "neutral");
      return Promise.resolve();
    }
    return this.take({ kind: "scan", text: text.slice(0, MAX_TEXT), symbology });
  }

  /** Take what was keyed in and finished with Enter: text where a screen asks for it, else a code. */
  type(text) {
    const isText = this.screen.accepts.includes("text") && !text.startsWith(COMMAND_PREFIX);
    const kept = text.slice(0, MAX_TEXT);
    return this.take(isText ? { kind: "typed", text: kept }
      : { kind: "scan", text: kept, symbology: "" });
  }

  key(name) {
    return this.take({ kind: "key", name, value: "" });
  }

  /** Take a reading of the scale; it becomes an event when it is worth one. */
  weigh(grams, isStable) {
    const taken = this.weighing.read(grams, isStable, this.waiting > 0);
    return taken === null ? Promise.resolve() : this.take({ kind: "weight", grams: taken });
  }

  /** Store and send `input`, made on the screen that is shown now. */
  take(input) {
    if (!this.hasScreen) {
      this.note(say("too_early"), "attention");
      return Promise.resolve();
    }
    const seen = this.screen.no;
    const at = new Date();
    return this.#inTurn(async () => {
      const event = this.#outbox.draft(input, uuid(), seen, at);
      try {
        await this.#journal.add(event);
      } catch {
        this.note(say("not_stored"), "refused");
        return;
      }
      this.#outbox.add(event);
      this.#on.wake();
      this.#on.changed();
    });
  }

  /** Take the server's answer to an event, or to the question for the screen (no id). */
  answered(eventId, answer) {
    return this.#inTurn(async () => {
      this.isLinked = true;
      if (eventId) await this.#settle(eventId, answer);
      else if (this.#outbox.resume(answer.last_event)) await this.#fetched(answer);
      this.#on.answered(answer);
      this.#on.changed();
    });
  }

  /** Take the server's no; return whether the link shall go on at once. */
  denied(eventId, rejected) {
    return this.#inTurn(async () => {
      this.isLinked = true;
      if (rejected.isAboutKey) {
        this.#on.revoked(rejected.message); // what waits is kept for the next key
        return false;
      }
      if (eventId && this.#outbox.isHead(eventId)) {
        const { input } = this.#outbox.head;
        await this.#journal.settle(eventId, null);
        this.#outbox.settle(null);
        if (input.kind === "weight") this.weighing.settle(input.grams, "refused", this.screen.no);
      }
      if (eventId || this.screen.message !== rejected.message) {
        this.note(rejected.message, "refused");
      }
      return Boolean(eventId);
    });
  }

  lost(fault) {
    this.isLinked = false;
    if (fault) this.note(say("not_stored"), "refused");
    this.#on.changed();
  }

  /** Show words of this device on the screen that is there, until the next one. */
  note(words, tone) {
    this.screen = { ...this.screen, message: words, tone };
    this.#on.tone(tone);
    this.#on.changed();
  }

  async #settle(eventId, answer) {
    if (!this.#outbox.isHead(eventId)) return;
    const { input } = this.#outbox.head;
    await this.#journal.settle(eventId, placeOf(answer));
    this.#outbox.settle(answer.last_event);
    if (input.kind === "weight") {
      this.weighing.settle(input.grams, answer.outcome, answer.screen.no);
    }
    this.#show(answer.screen);
    this.#on.tone(answer.screen.tone);
    if (this.#recovering && !this.head) {
      this.#recovering = false; // stored answers to old events: the world may have moved on since
      this.#on.wake();
    }
  }

  async #fetched(answer) {
    const isNew = !this.hasScreen || answer.screen.no !== this.screen.no;
    if (!isNew) return;
    await this.#journal.settle("", placeOf(answer));
    if (this.hasScreen) this.#on.tone(answer.screen.tone);
    this.#show(answer.screen);
  }

  #show(screen) {
    this.screen = { ...NO_SCREEN, ...screen };
    this.hasScreen = true;
    this.weighing.show(screen.no, this.screen.accepts.includes("weight"));
  }

  #inTurn(work) {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

function placeOf(answer) {
  return { screen: answer.screen, lastEvent: answer.last_event };
}
