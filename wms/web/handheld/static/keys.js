// Which function key each key of a screen is: the rule of the text station, so that fingers (and
// people who change from one to the other) find every key where it was.

const BACK = "BACK";
const WELL_KNOWN = { SKIP: 1, SHORT: 2, QTY: 3, FULL: 4, DONE: 5, REPRINT: 6, [BACK]: 8 };
const MOST = 12;

/** Return [[place, name], …], lowest place first (1 is F1); a name counts once. */
export function places(keys) {
  const names = [...new Set(keys)];
  const taken = new Map();
  for (const name of names) if (name in WELL_KNOWN) taken.set(WELL_KNOWN[name], name);
  const others = names.filter((name) => !(name in WELL_KNOWN));
  for (let n = 1; n <= MOST && others.length; n += 1) {
    if (!taken.has(n) && n !== WELL_KNOWN[BACK]) taken.set(n, others.shift());
  }
  return [...taken].sort(([a], [b]) => a - b);
}
