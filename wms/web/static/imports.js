// The progress of imports, asked every second while any of them is under way.

const SECONDS = 1;

async function ask() {
  const answer = await fetch("/imports/state", { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { imports } = await answer.json();
  let underWay = false;
  for (const run of imports) {
    const node = document.querySelector(`[data-import="${run.id}"]`);
    if (!node) continue;
    const wasDone = node.dataset.done;
    draw(node, run);
    if (run.status !== "done") underWay = true;
    else if (wasDone === "no") location.reload(); // its words and what was wrong are the server's
    node.dataset.done = run.status === "done" ? "yes" : "no";
  }
  if (underWay) setTimeout(ask, SECONDS * 1000);
}

function draw(node, run) {
  const bar = node.querySelector("progress");
  const done = run.accepted + run.unchanged + run.refused;
  bar.max = run.read || 1;
  bar.value = done;
  node.querySelector(".meter-words").textContent = `${done} / ${run.read}`;
  for (const number of node.querySelectorAll("[data-number]")) {
    number.textContent = run[number.dataset.number];
  }
}

ask();
