// Begin: which station is this, does this tab own it, what did a former run leave; then go on.

import { StationApi } from "./api.js";
import { Bench } from "./bench.js";
import { startCamera, stopCamera } from "./camera.js";
import { listen } from "./entry.js";
import { openJournal } from "./journal.js";
import { places } from "./keys.js";
import { Link } from "./link.js";
import { dress, wireSettings } from "./looks.js";
import { own } from "./owner.js";
import { askToPair, submitCode, unpair } from "./pairing.js";
import { Devices } from "./devices.js";
import { play, wakeSound } from "./senses.js";
import { Station } from "./station.js";
import * as store from "./store.js";
import { draw, drawLink, echo, toggleKeyboard } from "./view.js";
import { label, say, speak } from "./words.js";

const $ = (id) => document.getElementById(id);
let station = null;
let bench = null;
let link = null;

function show(view) {
  document.body.dataset.view = view;
}

function redraw() {
  if (!station) return;
  const chosen = store.looks().language;
  const spoken = speak(chosen === "auto" ? station.screen.language : chosen);
  if (spoken !== document.body.dataset.said) {
    document.body.dataset.said = spoken;
    label();
  }
  draw(station.screen, press);
  drawLink(station);
  document.title = station.screen.title || say("station");
}

function nameStation(code) {
  const name = $("station-name");
  delete name.dataset.say; // it has a name of its own now, in every language
  name.textContent = code;
}

function press(name) {
  wakeSound();
  station?.key(name);
}

const sink = {
  scanned(text, symbology) {
    if (document.body.dataset.view === "pairing") submitCode(text);
    else station?.scan(text, symbology);
  },
  typed(text) {
    if (document.body.dataset.view === "pairing") submitCode(text);
    else station?.type(text);
  },
  functionKey(place) {
    const found = station && places(station.screen.keys).find(([number]) => number === place);
    if (found) station.key(found[1]);
    return Boolean(found);
  },
  back() {
    if (station) station.key("BACK");
  },
  echo(words) {
    echo(words);
    redraw();
  },
};

const devices = new Devices({
  scanned: sink.scanned,
  unreadable: () => station?.note(say("scan_unreadable"), "attention"),
  weighed(grams, isStable) {
    station?.weigh(grams, isStable);
    bench?.weighed(grams, isStable);
  },
  changed: () => bench?.drawDevices(devices),
});

async function begin(paired) {
  nameStation(paired.station);
  speak(store.looks().language);
  await own(paired.station, () => {
    $("second-words").textContent = say("second", { station: paired.station });
    show("second");
  });
  let journal;
  try {
    journal = await openJournal(paired.station);
    const api = new StationApi(paired.station, paired.key);
    run(api, journal, await journal.restore(), paired);
  } catch {
    $("fault-words").textContent = say("no_storage");
    show("fault");
  }
}

function run(api, journal, left, paired) {
  bench = new Bench(api, devices);
  station = new Station(journal, left, {
    changed: redraw,
    tone: play,
    wake: () => link.wake(),
    revoked: () => {
      link.stop();
      station = null;
      journal.close();
      show("pairing");
      askToPair(say("revoked", { station: paired.station }), restart);
    },
    answered: (answer) => bench.follow(answer.screen.no),
  });
  link = new Link(api, station);
  document.body.dataset.kind = paired.kind ?? "handheld";
  bench.onKind = (kind) => {
    document.body.dataset.kind = kind;
    if (kind !== paired.kind) store.rememberPaired({ ...paired, kind });
  };
  show("work");
  redraw();
  link.run();
  devices.resume();
}

function restart() {
  location.reload(); // the lock, the journal and the link all begin anew
}

function wire() {
  wireSettings(() => {
    document.body.dataset.said = "";
    if (!station) speak(store.looks().language);
    label();
    redraw();
  });
  $("keyboard").addEventListener("click", () => {
    toggleKeyboard();
    redraw();
  });
  $("typing").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = $("typed");
    const text = field.value;
    field.value = "";
    field.blur();
    if (text) sink.typed(text);
  });
  $("camera").addEventListener("click", () => {
    if (document.body.dataset.camera === "on") stopCamera();
    else startCamera(sink.scanned);
  });
  $("unpair").addEventListener("click", () => unpair(station?.waiting ?? 0, restart));
  for (const button of document.querySelectorAll("[data-connect]")) {
    button.addEventListener("click", () => devices.toggle(button.dataset.connect));
  }
}

dress();
label();
wire();
listen($("typed"), sink);
$("insecure").hidden = window.isSecureContext;
if (window.isSecureContext) navigator.serviceWorker?.register("worker.js").catch(() => {});
const known = store.paired();
if (known) {
  begin(known);
} else {
  show("pairing");
  askToPair("", restart);
}
