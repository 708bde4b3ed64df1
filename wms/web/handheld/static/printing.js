// The documents of a station: pictures of them, and how they reach paper. Each is printed at most
// once: only one that is still booked at the server is begun, and only after the server has noted
// "sending". What was begun by a former run is never begun again: a person must look.

import { say } from "./words.js";

const $ = (id) => document.getElementById(id);
const CAN_PRINT = ["booked", "failed"];
const PREVIEWS = 2; // the label and the slip

export class Printing {
  #api;
  #devices;
  #changed;
  #begun = new Set(); // by this run
  #pictures = new Map();
  #drawn = "";
  #isBusy = false;

  constructor(api, devices, changed) {
    this.#api = api;
    this.#devices = devices;
    this.#changed = changed;
  }

  /** Show `documents`, newest first; print the labels that wait if a printer is connected. */
  async take(documents) {
    const wanted = JSON.stringify([documents, document.documentElement.lang]);
    if (wanted !== this.#drawn) {
      this.#drawn = wanted;
      this.#drawList(documents);
      this.#drawPreviews(documents.filter((each) => each.is_of_parcel)).catch(() => {});
    }
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await this.#lookBack(documents);
      await this.#printLabels(documents);
    } catch {
      // no link, or not taken: the list shows the state, and the next refresh goes on
    } finally {
      this.#isBusy = false;
    }
  }

  async #lookBack(documents) {
    const open = documents.filter(({ state }) => state === "sending");
    for (const { id } of open.filter((each) => !this.#begun.has(each.id))) {
      await this.#api.report(id, "unknown", "the page was closed while this was printing");
      this.#changed();
    }
  }

  async #printLabels(documents) {
    if (this.#devices.states.printer !== "device_ready") return;
    const labels = documents.filter((each) => each.device === "label" && each.state === "booked");
    for (const each of labels.reverse()) if (!this.#begun.has(each.id)) await this.#print(each);
  }

  async #print(each) {
    const { id, device } = each;
    const bySerial = device === "label" && this.#devices.has("printer");
    const paper = bySerial ? await this.#api.document(id) : await this.#api.preview(id);
    this.#begun.add(id);
    await this.#api.report(id, "sending");
    try {
      await (bySerial ? this.#devices.print(paper.data) : onPaper(paper.data, each));
      await this.#api.report(id, "sent");
    } catch (error) {
      await this.#api.report(id, "unknown", String(error));
    }
    this.#changed();
  }

  async #press(each) {
    $("documents-note").textContent = "";
    try {
      await this.#print(each);
    } catch (error) {
      $("documents-note").textContent = say("not_printed", { why: error.message });
    }
  }

  #drawList(documents) {
    $("documents-none").hidden = documents.length > 0;
    $("documents-list").replaceChildren(...documents.map((each) => this.#row(each)));
  }

  #row(each) {
    const row = document.createElement("li");
    row.dataset.state = each.state;
    row.dataset.document = each.id;
    const name = document.createElement("b");
    name.textContent = nameOf(each);
    const state = document.createElement("span");
    const detail = each.detail && ["failed", "unknown"].includes(each.state) ? each.detail : "";
    state.textContent = [say(`state_${each.state}`), detail].filter(Boolean).join(": ");
    row.append(name, state, button("show", each, () => this.#show(each)));
    const print = button("print", each, () => this.#press(each));
    print.disabled = !CAN_PRINT.includes(each.state);
    row.append(print);
    return row;
  }

  async #drawPreviews(documents) {
    const latest = documents.filter((each, n) => (
      each.state !== "void" && documents.findIndex(({ kind }) => kind === each.kind) === n
    ));
    latest.sort((one, other) => other.device.localeCompare(one.device)); // labels first
    const figures = await Promise.all(latest.slice(0, PREVIEWS).map((each) => this.#figure(each)));
    $("previews").replaceChildren(...figures);
  }

  async #figure(each) {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.textContent = nameOf(each);
    figure.append(await this.#picture(each), caption);
    return figure;
  }

  async #picture(each) {
    try {
      if (!this.#pictures.has(each.id)) {
        const { data } = await this.#api.preview(each.id);
        this.#pictures.set(each.id, URL.createObjectURL(data));
      }
      const picture = new Image();
      picture.src = this.#pictures.get(each.id);
      picture.alt = say("preview_of", { what: nameOf(each) });
      return picture;
    } catch {
      const words = document.createElement("p");
      words.textContent = say("preview_none");
      return words;
    }
  }

  async #show(each) {
    $("preview-title").textContent = nameOf(each);
    $("preview-body").replaceChildren(await this.#picture(each));
    $("preview").showModal();
  }
}

/** Print a picture with the browser's own dialog; the style sheet gives the paper its size. */
async function onPaper(picture, { kind, device }) {
  const image = $("paper-image");
  image.src = URL.createObjectURL(picture);
  await image.decode();
  $("paper").dataset.paper = device === "label" && kind !== "slip" ? "label" : "sheet";
  window.print();
  URL.revokeObjectURL(image.src);
  image.removeAttribute("src");
}

function nameOf({ kind, copy_no: copyNo }) {
  const name = say(`document_${kind}`);
  return copyNo > 1 ? `${name}, ${say("copy", { n: copyNo })}` : name;
}

function button(word, each, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = say(word);
  made.setAttribute("aria-label", `${say(word)}: ${nameOf(each)}`);
  made.addEventListener("click", (event) => {
    if (event.detail > 0) made.blur();
    press();
  });
  return made;
}
