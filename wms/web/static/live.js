// Numbers and bars that move by themselves. A stream tells changes; where the server has none free,
// or it was lost, the page asks every few seconds. What moved is told to screen readers by the
// page's own words, so nothing here speaks.

const ASK_SECONDS = 5;
const LEAVING_MS = 10_000; // then it was no page that one left for, but a file that one took

function show(state) {
  for (const [name, value] of Object.entries(state.numbers || {})) {
    for (const node of named("live", name)) node.textContent = value ?? "–";
  }
  for (const [name, meter] of Object.entries(state.meters || {})) {
    for (const node of named("live", name)) draw(node, meter);
    for (const node of named("liveEnd", name)) end(node, meter);
  }
  if (isOver(state.meters || {})) location.reload();
}

const told = new Set();
let leavingAt = -Infinity;

// a page that loads itself again would take back the way that a person has just chosen
addEventListener("beforeunload", () => { leavingAt = performance.now(); });

/** Tell whether something that was under way is over: then the page is to say other things. What
    was never told of has only begun. Nobody is interrupted who answers or fills in something, or
    who has just gone on to another page. */
function isOver(meters) {
  const shown = [...document.querySelectorAll(".meter[data-live]")].map((node) => node.dataset.live);
  for (const name of Object.keys(meters)) told.add(name);
  if (performance.now() - leavingAt < LEAVING_MS) return false;
  if (document.querySelector("dialog[open], input:focus, select:focus, textarea:focus")) return false;
  return shown.some((name) => told.has(name) && !(name in meters));
}

function named(key, name) {
  const attribute = key === "live" ? "data-live" : "data-live-end";
  return document.querySelectorAll(`[${attribute}="${CSS.escape(name)}"]`);
}

function draw(node, meter) {
  const bar = node.querySelector("progress");
  if (!bar) return;
  bar.max = meter.total || 1;
  bar.value = meter.done;
  bar.setAttribute("aria-label", `${meter.done} / ${meter.total}`);
  node.querySelector(".meter-words").textContent = `${meter.done} / ${meter.total}`;
}

function end(node, meter) {
  const clock = node.querySelector("[data-clock]");
  if (clock) clock.textContent = meter.end || "–";
  const late = node.querySelector("[data-late]");
  if (late) late.hidden = !meter.late;
}

async function ask() {
  try {
    const answer = await fetch("/live", { headers: { Accept: "application/json" } });
    if (answer.status === 401) return location.reload();
    if (answer.ok) show(await answer.json());
  } catch {
    // the server is away: the next one may come through
  }
}

let asking = 0;

function listen() {
  const stream = new EventSource("/live/stream");
  stream.addEventListener("message", (event) => {
    clearInterval(asking);
    asking = 0;
    show(JSON.parse(event.data));
  });
  stream.addEventListener("error", () => {
    // a refused stream is closed for good; one that broke comes again by itself
    if (!asking) asking = setInterval(ask, ASK_SECONDS * 1000);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 60_000);
  });
}

listen();
