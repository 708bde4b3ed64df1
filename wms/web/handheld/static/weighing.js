// When a weight on the scale is worth an event. A weight is a level, a scan is an edge: what lies
// on the pan when a screen asks for a weight is sent, once. What the server has judged is not sent
// again until the pan was empty or has changed, else the last parcel would vouch for the next.

const JITTER_GRAMS = 5;

export class Weighing {
  #screenNo = null;
  #sent = null;
  #sentFor = null;
  #judged = null;
  #moved = false;

  /** Tell which screen is shown and whether it takes a weight. */
  show(screenNo, wanted) {
    this.#screenNo = wanted ? screenNo : null;
  }

  /** Return the grams to send now for a reading, or null; `busy`: an event is under way. */
  read(grams, isStable, busy = false) {
    if (!isStable || grams <= 0) {
      this.#moved = true;
      if (isStable) this.#sent = this.#judged = null;
      return null;
    }
    this.#notice(grams);
    const isSent = this.#sent !== null && this.#sentFor === this.#screenNo;
    if (busy || this.#screenNo === null || this.#judged !== null || isSent) return null;
    this.#sent = grams;
    this.#sentFor = this.#screenNo;
    return grams;
  }

  /** Take the outcome of a sent weight and the number of the screen that answered it. */
  settle(grams, outcome, screenNo) {
    if (this.#sent !== grams) return; // it was lifted or changed meanwhile: what lies there is news
    if (outcome === "stale") {
      this.#sent = null;
      return;
    }
    this.#sentFor = screenNo;
    this.#judged = grams;
  }

  #notice(grams) {
    if (this.#sent !== null && this.#changed(this.#sent, grams)) this.#sent = null;
    if (this.#judged !== null && this.#changed(this.#judged, grams)) this.#judged = null;
    this.#moved = false;
  }

  #changed(before, grams) {
    const step = Math.abs(before - grams);
    return step > JITTER_GRAMS || (step > 0 && this.#moved);
  }
}
