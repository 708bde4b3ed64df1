// The answer of a ZPL printer to ~HS: what a person must mend before it prints.
// Source: Zebra ZPL II programming guide, Host Status Return.

export const ASK_STATUS = "~HS\r\n";
const FIELDS = [12, 11, 2];
const FRAME = /\x02([^\x02\x03]{0,128})\x03/g;

/** Return null until `text` holds a whole status, else the name of its first trouble or "". */
export function trouble(text) {
  const frames = [...text.matchAll(FRAME)].map(([, frame]) => frame.split(","));
  const lines = frames.slice(-FIELDS.length);
  if (!FIELDS.every((count, n) => lines[n]?.length === count)) return null;
  const [first, second] = lines.map((fields) => fields.map((field) => field.trim() === "1"));
  if (second[2]) return "head";
  if (first[1]) return "paper";
  if (second[3]) return "ribbon";
  if (first[11]) return "hot";
  return first[2] ? "paused" : "";
}
