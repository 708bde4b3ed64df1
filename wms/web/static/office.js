// What every page of the office does: the menu of a narrow screen, questions before what cannot be
// taken back, one post at a time. Everything works without it but the menu, which is then open.

for (const button of document.querySelectorAll("[data-toggles]")) {
  const target = document.getElementById(button.dataset.toggles);
  button.addEventListener("click", () => {
    const isOpen = target.classList.toggle("open");
    button.setAttribute("aria-expanded", String(isOpen));
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, textarea, select, dialog")) {
    event.preventDefault();
    document.getElementById("find")?.focus();
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter ?? form.querySelector("button");
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (question && !form.dataset.confirmed) {
    event.preventDefault();
    if (await confirmed(question, button)) {
      form.dataset.confirmed = "yes";
      form.requestSubmit(button);
    }
    return;
  }
  delete form.dataset.confirmed;
  if (form.method === "post" && form.dataset.sent) event.preventDefault();
  if (form.method === "post") form.dataset.sent = "yes";
});

// A page that comes back from the history may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// A table that is wider than the page is reached and scrolled by the keyboard.
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const frame of document.querySelectorAll(".table")) watcher.observe(frame);

/** Ask in a dialog; resolves to whether the answer was yes. */
function confirmed(words, button) {
  const dialog = document.createElement("dialog");
  const text = document.createElement("p");
  text.textContent = words;
  text.id = "confirm-words";
  dialog.setAttribute("aria-labelledby", text.id);
  const row = document.createElement("form");
  row.method = "dialog";
  row.className = "row";
  row.append(choice("no", document.body.dataset.no || "No"), choice("yes", button.textContent, button.className || "main"));
  dialog.append(text, row);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}

function choice(value, words, kind = "") {
  const button = document.createElement("button");
  button.value = value;
  button.textContent = words;
  button.className = kind;
  return button;
}
