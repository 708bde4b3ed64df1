// Serial devices of the page (Web Serial): a scanner, a scale, a label printer. A port is chosen
// once by a person; afterwards the browser hands it out again by itself.

import { Frames } from "./frames.js";
import { Lines, READ_NOW, reading } from "./sics.js";
import { unframed } from "./wedge.js";
import { ASK_STATUS, trouble } from "./zebra.js";

const BAUD = 9600;
const SCALE_MS = 250;
const SCALE_SILENT_MS = 1500;
const PRINTER_MS = 3000;
const PORTS = "wms.ports";
export const ROLES = ["scanner", "scale", "printer"];

const remembered = () => JSON.parse(localStorage.getItem(PORTS) ?? "{}");
const same = (a, b) => a.usbVendorId === b.usbVendorId && a.usbProductId === b.usbProductId;

export class Devices {
  /** Words' name of each role's state: absent, ready, lost, or what is wrong with it. */
  states = { scanner: "device_absent", scale: "device_absent", printer: "device_absent" };
  #ports = {};
  #on;
  #weighedAt = 0;
  #answer = "";
  #answeredAt = 0;

  /** `on` is told: scanned(text, symbology), unreadable(), weighed(grams, isStable), changed(). */
  constructor(on) {
    this.#on = on;
  }

  get canConnect() {
    return "serial" in navigator;
  }

  has(role) {
    return role in this.#ports;
  }

  /** Open the ports that were chosen before; one that could be either of two is left alone. */
  async resume() {
    if (!this.canConnect) return;
    const ports = await navigator.serial.getPorts();
    for (const [role, info] of Object.entries(remembered())) {
      const fitting = ports.filter((port) => same(port.getInfo(), info));
      if (fitting.length === 1 && !this.has(role)) await this.#open(role, fitting[0]);
    }
  }

  /** Let a person choose the port of `role`, or let go of the one that is open. */
  async toggle(role) {
    if (this.has(role)) {
      await this.#close(role, "device_absent");
      this.#remember(role, null);
      return;
    }
    let port;
    try {
      port = await navigator.serial.requestPort();
    } catch {
      return; // nothing was chosen
    }
    if (await this.#open(role, port)) this.#remember(role, port.getInfo());
  }

  /** Write a label to the printer; rejects when it was lost. */
  async print(zpl) {
    await this.#write("printer", new Uint8Array(await zpl.arrayBuffer()));
  }

  #remember(role, info) {
    const ports = remembered();
    if (info) ports[role] = info;
    else delete ports[role];
    localStorage.setItem(PORTS, JSON.stringify(ports));
  }

  async #open(role, port) {
    try {
      await port.open({ baudRate: BAUD });
    } catch {
      this.#tell(role, "device_lost");
      return false;
    }
    this.#ports[role] = port;
    this.#answeredAt = this.#weighedAt = performance.now();
    this.#tell(role, role === "scanner" ? "device_ready" : `${role}_silent`);
    this.#read(role, port);
    if (role === "scale") this.#ask(role, READ_NOW, SCALE_MS);
    if (role === "printer") this.#ask(role, ASK_STATUS, PRINTER_MS);
    return true;
  }

  async #read(role, port) {
    const take = this.#taker(role);
    const reader = port.readable.getReader();
    port.reader = reader;
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        take(value);
      }
    } catch {
      // the cable was pulled: told below
    }
    if (this.#ports[role] === port) await this.#close(role, "device_lost");
  }

  #taker(role) {
    const ascii = new TextDecoder("latin1");
    if (role === "scanner") return this.#scanTaker();
    if (role === "printer") return (bytes) => this.#onStatus(ascii.decode(bytes));
    const lines = new Lines();
    return (bytes) => lines.feed(ascii.decode(bytes)).forEach((line) => this.#onLine(line));
  }

  #scanTaker() {
    const frames = new Frames(performance.now());
    let idle = 0;
    const give = (found) => found.forEach((frame) => this.#onFrame(frame));
    return (bytes) => {
      clearTimeout(idle);
      give(frames.feed(bytes, performance.now()));
      idle = setTimeout(() => give(frames.idle(performance.now())), 200);
    };
  }

  #onFrame(frame) {
    const [symbology, text] = unframed(frame ?? "");
    if (text) this.#on.scanned(text, symbology);
    else this.#on.unreadable();
  }

  #onLine(line) {
    const found = reading(line);
    this.#weighedAt = performance.now();
    if (found.kind === "weight") {
      this.#tell("scale", "device_ready");
      this.#on.weighed(found.grams, found.isStable);
    } else {
      this.#on.weighed(null, false);
      if (["overload", "underload", "fault"].includes(found.kind)) {
        this.#tell("scale", `scale_${found.kind}`);
      }
    }
  }

  #onStatus(text) {
    this.#answer = (this.#answer + text).slice(-1024);
    const found = trouble(this.#answer);
    if (found === null) return;
    this.#answer = "";
    this.#answeredAt = performance.now();
    this.#tell("printer", found ? `printer_${found}` : "device_ready");
  }

  async #ask(role, question, everyMs) {
    const bytes = new TextEncoder().encode(question);
    const port = this.#ports[role];
    while (this.#ports[role] === port) {
      await this.#write(role, bytes).catch(() => this.#close(role, "device_lost"));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      this.#checkSilence(role);
    }
  }

  #checkSilence(role) {
    const now = performance.now();
    if (!this.has(role)) return;
    if (role === "scale" && now - this.#weighedAt > SCALE_SILENT_MS) {
      this.#on.weighed(null, false);
      this.#tell("scale", "scale_silent");
    }
    if (role === "printer" && now - this.#answeredAt > 2 * PRINTER_MS) {
      this.#tell("printer", "printer_silent"); // as with an open head
    }
  }

  async #write(role, bytes) {
    const port = this.#ports[role];
    if (!port) throw new Error("not connected");
    const writer = port.writable.getWriter();
    try {
      await writer.write(bytes);
    } finally {
      writer.releaseLock();
    }
  }

  async #close(role, state) {
    const port = this.#ports[role];
    delete this.#ports[role];
    if (role === "scale") this.#on.weighed(null, false);
    this.#tell(role, state);
    await port?.reader?.cancel().catch(() => {});
    port?.reader?.releaseLock();
    await port?.close().catch(() => {});
  }

  #tell(role, state) {
    if (this.states[role] === state) return;
    this.states[role] = state;
    this.#on.changed();
  }
}
