// What the browser remembers of the device itself: which station it is, its key, how it looks.
// localStorage and not a cookie: a cookie would go out with every request to this server, also
// with one that another page made; the key is sent only where this page puts it.

const PAIRED = "wms.station";
const PENDING = "wms.pairing";
const LOOKS = "wms.looks";

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

function write(name, value) {
  if (value === null) localStorage.removeItem(name);
  else localStorage.setItem(name, JSON.stringify(value));
}

/** { station, key, kind } or null. */
export const paired = () => read(PAIRED);
export const rememberPaired = (value) => write(PAIRED, value);

/** The key of a pairing whose answer has not come yet: asked again, it must be the same. */
export const pending = () => read(PENDING);
export const rememberPending = (value) => write(PENDING, value);

export const looks = () => ({
  hand: "right", size: 100, theme: "auto", contrast: false, sound: true, language: "auto",
  ...read(LOOKS),
});
export const rememberLooks = (value) => write(LOOKS, value);
