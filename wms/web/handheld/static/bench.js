// What a bench shows beside its screen: order, parcel, weight, devices, documents.

import { Printing } from "./printing.js";
import { say } from "./words.js";

const REFRESH_MS = 4000;
const $ = (id) => document.getElementById(id);

function kilograms(grams) {
  if (grams === null || grams === undefined) return "–";
  const whole = Math.trunc(Math.abs(grams) / 1000);
  const rest = String(Math.abs(grams) % 1000).padStart(3, "0");
  return `${grams < 0 ? "−" : ""}${whole}.${rest} kg`;
}

function made(name, words = "", className = "") {
  const element = document.createElement(name);
  element.textContent = words;
  if (className) element.className = className;
  return element;
}

export class Bench {
  /** Called with the kind of the station once the server has told it. */
  onKind = () => {};
  #api;
  #devices;
  #printing;
  #screenNo = -1;
  #askedAt = -Infinity;
  #drawn = "";

  constructor(api, devices) {
    this.#api = api;
    this.#devices = devices;
    this.#printing = new Printing(api, devices, () => this.refresh());
    this.drawDevices(devices);
  }

  /** Ask anew when the screen has changed, and now and then: others change things too. */
  follow(screenNo) {
    const isDue = performance.now() - this.#askedAt > REFRESH_MS;
    const isBench = document.body.dataset.kind === "bench" || this.#screenNo < 0;
    if (isBench && (screenNo !== this.#screenNo || isDue)) {
      this.#screenNo = screenNo;
      this.refresh();
    }
  }

  async refresh() {
    this.#askedAt = performance.now();
    const bench = await this.#api.bench().catch(() => null); // the link tells of its own troubles
    if (!bench) return;
    this.onKind(bench.kind);
    if (bench.kind !== "bench") return;
    this.#draw(bench);
    await this.#printing.take(bench.documents);
  }

  /** Show what lies on the scale now; null when it does not tell. */
  weighed(grams, isStable) {
    $("weight-now").textContent = kilograms(grams);
    $("weight-moving").textContent = grams !== null && !isStable ? say("moving") : "";
  }

  drawDevices(devices) {
    for (const [role, state] of Object.entries(devices.states)) {
      const isWell = state === "device_ready";
      const isAbsent = state === "device_absent";
      const row = $(`device-${role}`);
      row.dataset.state = isWell ? "well" : isAbsent ? "absent" : "wrong";
      row.querySelector(".device-state").textContent = say(state);
      const button = document.querySelector(`[data-connect="${role}"]`);
      button.textContent = say(devices.has(role) ? "disconnect" : "connect");
      button.disabled = !devices.canConnect;
    }
    const why = window.isSecureContext ? "serial_none" : "serial_insecure";
    $("serial-words").textContent = say(devices.canConnect ? "serial_how" : why);
  }

  #draw(bench) {
    const wanted = JSON.stringify([bench, document.documentElement.lang]);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#drawOrder(bench);
    this.#drawCarton(bench);
    this.#drawItems(bench.order);
    this.#drawWeights(bench.parcel);
    this.drawDevices(this.#devices);
  }

  #drawOrder({ order, waiting }) {
    $("order-none").hidden = Boolean(order);
    $("order-none").textContent = `${say("no_order")}. ${say("orders_wait", { n: waiting })}`;
    const facts = order
      ? [
          [say("order"), order.reference],
          [say("merchant"), order.merchant],
          [say("carrier"), order.carrier],
          [say("ship_by"), order.ship_by ? new Date(order.ship_by).toLocaleString() : ""],
          [say("totes"), order.totes.join(", ")],
          ...order.notes.map((note) => ["", note]),
        ]
      : [];
    $("order-facts").replaceChildren(...facts.filter(([, value]) => value).map(([name, value]) => {
      const row = made("div");
      row.append(made("dt", name), made("dd", value));
      return row;
    }));
  }

  #drawCarton({ order, parcel }) {
    const box = $("carton");
    box.hidden = !order || (parcel !== null && parcel.status !== "open");
    if (box.hidden) return;
    const carton = order.proposed;
    const size = carton && `${carton.length_mm} × ${carton.width_mm} × ${carton.height_mm}`;
    $("carton-words").textContent = carton
      ? `${say("carton_proposed", { carton: carton.code, size })}. `
        + say("carton_fits", { n: carton.pieces })
      : say("carton_none");
  }

  #drawItems(order) {
    $("items").hidden = !order;
    $("items-body").replaceChildren(...(order?.lines ?? []).map((line) => {
      const isDone = line.packed >= line.picked;
      const row = made("tr", "", isDone ? "is-done" : "");
      const tick = made("td", isDone ? "✓" : "", "tick");
      tick.setAttribute("aria-label", isDone ? say("done") : "");
      const name = made("th");
      name.scope = "row";
      name.append(made("b", line.sku), made("span", line.name));
      if (line.short) name.append(made("em", say("missing", { n: line.short })));
      row.append(tick, name, made("td", `${line.packed}/${line.picked}`, "count"));
      return row;
    }));
  }

  #drawWeights(parcel) {
    $("weight-expected").textContent = kilograms(parcel?.expected_grams);
    $("weight-taken").textContent = kilograms(parcel?.weight_grams);
  }
}
