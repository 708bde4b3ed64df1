// Read codes with the camera, where the browser can (BarcodeDetector): no library is sent along.

import { say } from "./words.js";

const LOOK_MS = 120;
const AWAY_MS = 1200; // a code counts again only after it was out of sight for so long
const AIM_IDS = { ean_13: "]E0", ean_8: "]E4" };

const $ = (id) => document.getElementById(id);
let stream = null;
let timer = 0;

function tell(words) {
  $("camera-words").textContent = words;
}

/** Open the camera's picture and give `scanned(text, symbology)` each code that comes into sight. */
export async function startCamera(scanned) {
  document.body.dataset.camera = "on";
  $("camera").setAttribute("aria-pressed", "true");
  if (!window.isSecureContext) return tell(say("camera_insecure"));
  if (!("BarcodeDetector" in window)) return tell(say("camera_none"));
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return tell(say("camera_denied"));
  }
  tell(say("camera_look"));
  const video = $("camera-video");
  video.srcObject = stream;
  await video.play();
  return watch(video, new window.BarcodeDetector(), scanned);
}

/** Close the camera. */
export function stopCamera() {
  clearTimeout(timer);
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  $("camera-video").srcObject = null;
  document.body.dataset.camera = "off";
  $("camera").setAttribute("aria-pressed", "false");
}

function watch(video, detector, scanned) {
  const seen = new Map();
  async function look() {
    if (!stream) return;
    const codes = await detector.detect(video).catch(() => []);
    const now = performance.now();
    for (const { rawValue, format } of codes) {
      const isNew = !(now - (seen.get(rawValue) ?? -Infinity) < AWAY_MS);
      seen.set(rawValue, now);
      if (isNew && rawValue) scanned(rawValue, AIM_IDS[format] ?? "");
    }
    timer = setTimeout(look, LOOK_MS);
  }
  look();
}
