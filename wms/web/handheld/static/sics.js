// MT-SICS, levels 0 and 1: lines of a scale in, readings out. Whole grams, half to even, and no
// fractions of a binary number on the way. No value is an outcome of its own: nothing is
// remembered, so an old weight can never be shown for a new parcel.
// Source: Mettler-Toledo Standard Interface Command Set.

export const READ_NOW = "SI\r\n";
const MAX_LINE = 256;
const VALUE_WIDTH = 10;
const WEIGHT = /^S ([SD]) (.*) ([A-Za-z]{1,5})$/;
const NUMBER = /^ *(-?) *(\d+)(?:\.(\d+))?$/;
const NANOGRAMS = {
  g: 1_000_000_000n, kg: 1_000_000_000_000n, mg: 1_000_000n, lb: 453_592_370_000n,
  oz: 28_349_523_125n,
};
const UNIT = 1_000_000_000n;

/** Return { kind: "weight", grams, isStable } or { kind: "overload" | … } for one line. */
export function reading(line) {
  const weight = WEIGHT.exec(line);
  if (weight) {
    const [, flag, field, unit] = weight;
    const grams = field.length === VALUE_WIDTH ? inGrams(field, unit) : null;
    if (grams !== null) return { kind: "weight", grams, isStable: flag === "S" };
  }
  if (/^SI? \+$/.test(line)) return { kind: "overload" };
  if (/^SI? -$/.test(line)) return { kind: "underload" };
  if (/^SI? I$/.test(line)) return { kind: "busy" };
  if (/^S [SD] +Error \d+[bt]$/.test(line)) return { kind: "fault" };
  return { kind: "malformed" };
}

function inGrams(field, unit) {
  const number = NUMBER.exec(field);
  const factor = NANOGRAMS[unit];
  if (!number || factor === undefined) return null;
  const [, sign, whole, part = ""] = number;
  const over = UNIT * 10n ** BigInt(part.length);
  const exact = BigInt(whole + part) * factor;
  let grams = exact / over;
  const twice = (exact % over) * 2n;
  if (twice > over || (twice === over && grams % 2n === 1n)) grams += 1n;
  return Number(sign ? -grams : grams);
}

/** Cuts what a scale sends into lines, whatever the slicing. */
export class Lines {
  #rest = "";

  feed(text) {
    const parts = (this.#rest + text).split("\n");
    this.#rest = parts.pop().slice(-MAX_LINE);
    return parts.map((line) => line.replace(/\r$/, "")).filter(Boolean);
  }
}
