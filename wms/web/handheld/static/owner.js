// One tab owns a station. Two that spoke for it would step on each other's chain of events: the
// server would refuse what comes out of turn, and people would wonder.

/**
 * Own `station` until the tab ends. `others` is called when another tab does already; the promise
 * is fulfilled when this one owns it, with false where the browser cannot tell (no https).
 */
export function own(station, others) {
  if (!navigator.locks) return Promise.resolve(false);
  const name = `wms-station-${station}`;
  return new Promise((resolve) => {
    const hold = () => new Promise(() => resolve(true)); // held until the tab is gone
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock) return hold();
      others();
      navigator.locks.request(name, hold);
      return undefined;
    });
  });
}
