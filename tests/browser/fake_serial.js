// Serial ports for the pages under test: what a person would choose in the browser's own dialog.
// `bench.next` says which device the next chosen port is; its bytes are those of the real one.
(() => {
  const bench = { next: "scale", grams: 0, stable: true, status: "well", printed: [], scanner: null };
  window.bench = bench;

  const flag = (name) => (bench.status === name ? 1 : 0);

  function weight() {
    const value = (bench.grams / 1000).toFixed(3).padStart(10);
    return `S ${bench.stable ? "S" : "D"} ${value} kg\r\n`;
  }

  function health() {
    const first = ["030", flag("paper"), 0, "1218", "000", 0, 0, 0, "000", 0, 0, 0];
    const second = ["000", 0, flag("head"), 0, 0, 2, 4, 0, "00000000", 1, "000"];
    return [first, second, ["1234", 0]].map((line) => `\x02${line.join(",")}\x03\r\n`).join("");
  }

  class Port {
    constructor(kind) {
      this.kind = kind;
    }

    getInfo() {
      return { usbVendorId: 1, usbProductId: ["scale", "printer", "scanner"].indexOf(this.kind) };
    }

    async open() {
      let out;
      const send = (text) => out.enqueue(new TextEncoder().encode(text));
      this.readable = new ReadableStream({ start: (controller) => { out = controller; } });
      if (this.kind === "scanner") bench.scanner = send;
      this.writable = new WritableStream({
        write: (bytes) => {
          const text = new TextDecoder().decode(bytes);
          if (text === "SI\r\n") send(weight());
          else if (text === "~HS\r\n") send(health());
          else bench.printed.push(text);
        },
      });
    }

    async close() {}
  }

  Object.defineProperty(navigator, "serial", {
    value: { getPorts: async () => [], requestPort: async () => new Port(bench.next) },
  });
})();
