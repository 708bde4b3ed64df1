// How the page looks and sounds on this device: hand, size of text, colours, sound, language.

import { play, silence } from "./senses.js";
import * as store from "./store.js";
import { languages, say } from "./words.js";

const $ = (id) => document.getElementById(id);
const TONES = ["done", "attention", "refused"];
const TONE_MS = 700;

/** Put the stored looks on. */
export function dress() {
  const looks = store.looks();
  const root = document.documentElement;
  root.dataset.hand = looks.hand;
  root.dataset.theme = looks.theme;
  root.dataset.contrast = looks.contrast ? "high" : "normal";
  root.dataset.size = looks.size;
  silence(!looks.sound);
}

/** Let the settings be opened and changed; `then` is called after each change. */
export function wireSettings(then) {
  const dialog = $("settings");
  $("settings-open").addEventListener("click", () => {
    fill();
    dialog.showModal();
  });
  $("settings-close").addEventListener("click", (event) => {
    dialog.close();
    if (event.detail > 0) $("settings-open").blur(); // after a tap nothing keeps the focus
  });
  dialog.addEventListener("change", () => {
    store.rememberLooks(read());
    dress();
    then();
    fill();
  });
  $("sound-try").addEventListener("click", () => {
    TONES.forEach((tone, n) => setTimeout(() => play(tone), n * TONE_MS));
  });
  const choice = $("set-language");
  for (const language of languages) {
    const name = new Intl.DisplayNames([language], { type: "language" }).of(language);
    choice.append(new Option(name, language));
  }
}

function fill() {
  const looks = store.looks();
  for (const name of ["hand", "theme"]) {
    document.querySelector(`input[name="${name}"][value="${looks[name]}"]`).checked = true;
  }
  $("set-size").value = looks.size;
  $("set-size-words").textContent = `${looks.size} %`;
  $("set-contrast").checked = looks.contrast;
  $("set-sound").checked = looks.sound;
  $("set-language").value = looks.language;
  const { station } = store.paired() ?? {};
  $("settings-station").textContent = station ? say("paired", { station }) : "";
  $("unpair").hidden = !station;
}

function read() {
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
  return {
    hand: chosen("hand"),
    theme: chosen("theme"),
    size: Number($("set-size").value),
    contrast: $("set-contrast").checked,
    sound: $("set-sound").checked,
    language: $("set-language").value,
  };
}
