// Pair once: a key is made here and kept, then the server is asked to trust it for a code that
// works once. An answer that is lost is asked for again with the same key, harmlessly.

import { exchange, Rejected } from "./api.js";
import { secretKey } from "./ids.js";
import { play } from "./senses.js";
import * as store from "./store.js";
import { say } from "./words.js";

const $ = (id) => document.getElementById(id);
let whenPaired = () => {};
let isAsking = false;

/** Ask for a code; `words` say why. `then` is called when the pairing is known here. */
export function askToPair(words, then) {
  whenPaired = then;
  tell(words, words ? "attention" : "neutral");
  $("pair-form").onsubmit = (event) => {
    event.preventDefault();
    submitCode($("pair-code").value);
  };
}

function tell(words, tone) {
  const box = $("pair-message");
  box.textContent = words;
  box.dataset.tone = tone;
  box.hidden = !words;
  play(tone);
}

/** Try a code that was typed or scanned. */
export async function submitCode(given) {
  const code = given.trim();
  if (!code || isAsking) return;
  isAsking = true;
  $("pair-code").value = code;
  tell(say("pair_wait"), "neutral");
  const key = store.pending() ?? secretKey();
  store.rememberPending(key); // before the server hears of it: no lost answer loses the key
  try {
    const station = await exchange(code, key);
    store.rememberPaired({ station, key });
    store.rememberPending(null);
    tell(say("paired", { station }), "done");
    whenPaired();
  } catch (error) {
    if (error instanceof Rejected) store.rememberPending(null);
    tell(error instanceof Rejected ? error.message : say("no_answer"), "refused");
  } finally {
    isAsking = false;
  }
}

/** Forget the key, after a question; scans that wait stay stored under the station's name. */
export function unpair(waiting, then) {
  const { station } = store.paired() ?? {};
  if (!station) return;
  const kept = waiting ? `\n${say("unpair_kept", { station })}` : "";
  if (!window.confirm(say("unpair_sure", { station }) + kept)) return;
  store.rememberPaired(null);
  then();
}
