// What a person did, in order, each event named once and chained to the one before. One event at
// a time is the head, under way until the server's last word; the others wait behind it.

export class Outbox {
  #waiting;
  #lastEvent;

  constructor(unanswered = [], lastEvent = "") {
    this.#waiting = [...unanswered];
    this.#lastEvent = lastEvent;
  }

  get length() {
    return this.#waiting.length;
  }

  /** The event to send now, again and again until it is settled. */
  get head() {
    return this.#waiting[0] ?? null;
  }

  get lastEvent() {
    return this.#lastEvent;
  }

  /** Return the event for an input made on screen `screenNo`, not yet in the outbox. */
  draft(input, id, screenNo, at) {
    const after = this.#waiting.at(-1)?.id ?? this.#lastEvent;
    return { id, after, screen_no: screenNo, occurred_at: at.toISOString(), input };
  }

  /** Put a drafted and stored event behind all others. */
  add(event) {
    this.#waiting.push(event);
  }

  /** Whether `eventId` is the head, and not an echo of one that was settled. */
  isHead(eventId) {
    return this.head?.id === eventId;
  }

  /** Take the head out after its last word; `lastEvent` null when the server rejected it. */
  settle(lastEvent) {
    this.#waiting.shift();
    if (lastEvent !== null) this.#lastEvent = lastEvent;
  }

  /** Take the server's place in the chain from a fetched screen; only when nothing waits. */
  resume(lastEvent) {
    if (this.#waiting.length) return false;
    this.#lastEvent = lastEvent;
    return true;
  }
}
