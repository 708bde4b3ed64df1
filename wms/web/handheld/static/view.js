// Draw a screen of the wire. Only texts are set, never markup: what was scanned cannot become code.

import { places } from "./keys.js";
import { say } from "./words.js";

const MARKS = { neutral: "", done: "✓", attention: "!", refused: "✕" };
const $ = (id) => document.getElementById(id);

let wantsKeyboard = false;
let drawn = "";

/** Show or hide the field for a person who types a code. */
export function toggleKeyboard() {
  wantsKeyboard = !wantsKeyboard;
  drawn = "";
}

/** Draw `screen`; `press` is called with the name of a key. */
export function draw(screen, press) {
  const wanted = JSON.stringify([screen, wantsKeyboard, document.documentElement.lang]);
  if (wanted === drawn) return; // else the screen would be read aloud with every heartbeat
  drawn = wanted;
  const main = $("screen");
  main.dataset.tone = screen.tone;
  main.dataset.no = screen.no;
  main.lang = screen.language;
  text($("title"), screen.title || say("station"));
  text($("prompt"), screen.prompt || say("starting"));
  drawMessage(screen);
  drawProgress(screen.progress);
  drawPicture(screen.picture);
  drawLines(screen.lines);
  drawKeys(screen.keys, press);
  drawField(screen);
}

function text(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function drawMessage({ message, tone }) {
  const box = $("message");
  box.hidden = !message && tone === "neutral";
  text($("message-mark"), MARKS[tone] ?? "");
  text($("message-tone"), tone === "neutral" ? "" : `${say(tone)}: `);
  text($("message-words"), message);
}

function drawProgress(progress) {
  $("progress").hidden = !progress;
  if (!progress) return;
  const [done, total] = progress;
  const bar = $("progress-bar");
  bar.max = Math.max(total, 1);
  bar.value = done;
  bar.setAttribute("aria-label", say("progress", { done, total }));
  text($("progress-words"), `${done}/${total}`);
}

function drawPicture(address) {
  const picture = $("picture");
  picture.hidden = !address;
  if (address && picture.getAttribute("src") !== address) picture.src = address;
  picture.alt = say("picture");
}

function drawLines(lines) {
  const list = $("lines");
  list.hidden = !lines.length;
  list.replaceChildren(...lines.map(([name, value]) => {
    const row = document.createElement("div");
    if (name) row.append(element("dt", name));
    row.append(element("dd", value));
    return row;
  }));
}

function drawKeys(keys, press) {
  const group = $("keys");
  const focused = document.activeElement?.closest?.("#keys button")?.dataset.key;
  const found = places(keys);
  group.dataset.count = found.length > 8 ? "many" : found.length > 3 ? "some" : "few";
  group.replaceChildren(...found.map(([place, name]) => {
    const button = element("button", name);
    button.type = "button";
    button.dataset.key = name;
    button.dataset.place = place;
    button.setAttribute("aria-keyshortcuts", `F${place}`);
    button.addEventListener("click", (event) => {
      // after a tap no key keeps the focus: the Enter of the next scan must not press it
      if (event.detail > 0) button.blur();
      press(name);
    });
    return button;
  }));
  if (focused) group.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function drawField(screen) {
  const takesText = screen.accepts.includes("text");
  const field = $("typed");
  $("typing").hidden = !(takesText || wantsKeyboard || field.value);
  field.classList.toggle("secret", screen.secret);
  field.dataset.keyboard = screen.secret ? "numeric" : "text";
  if (screen.secret) field.setAttribute("aria-label", screen.prompt);
  else field.setAttribute("aria-label", say(takesText ? "typed" : "keyboard"));
}

/** Show what a person keys in without having tapped the field. */
export function echo(words) {
  const field = $("typed");
  if (document.activeElement !== field) field.value = words;
  if (words) $("typing").hidden = false;
  else drawn = "";
}

/** Tell how the link is and how many events wait for it. */
export function drawLink({ isLinked, waiting }) {
  const state = isLinked ? (waiting ? "sending" : "linked") : "no_link";
  $("link").dataset.state = state;
  text($("link-words"), say(state));
  text($("waits"), !isLinked && waiting ? say("waits", { n: waiting }) : "");
}

function element(name, words) {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}
