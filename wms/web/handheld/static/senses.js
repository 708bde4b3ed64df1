// Three outcomes, three senses: what is seen is the screen's; here is what is heard and felt.
// Done: one high short tone. Attention: two, level. Refused: a long low one, falling.

const TONES = {
  done: [[1320, 0.09]],
  attention: [[880, 0.12], [0, 0.06], [880, 0.12]],
  refused: [[330, 0.22], [0, 0.05], [196, 0.4]],
};
const BUZZES = { done: [60], attention: [90, 60, 90], refused: [350, 80, 350] };

let context = null;
let isSilent = false;

export const played = []; // what was played lately, newest last: tests and the settings read it

/** Switch sound off or on; vibration stays. */
export function silence(wanted) {
  isSilent = wanted;
}

/** Let sound begin: browsers allow it only after a key or a tap. */
export function wakeSound() {
  try {
    context ??= new AudioContext();
  } catch {
    return; // no sound device: colour and vibration remain
  }
  if (context.state === "suspended") context.resume().catch(() => {});
}

/** Play the tone of an outcome, and vibrate where the device can. */
export function play(tone) {
  if (!(tone in TONES)) return;
  played.push(tone);
  if (played.length > 50) played.shift();
  navigator.vibrate?.(BUZZES[tone]);
  if (!isSilent && context?.state === "running") ring(TONES[tone]);
}

function ring(notes) {
  let at = context.currentTime + 0.01;
  for (const [hertz, seconds] of notes) {
    if (hertz) note(hertz, at, seconds);
    at += seconds;
  }
}

function note(hertz, at, seconds) {
  const source = new OscillatorNode(context, { type: "square", frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.25, at + 0.01);
  volume.gain.linearRampToValueAtTime(0, at + seconds);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + seconds);
}
