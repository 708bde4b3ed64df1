// The page's own words. All languages came with the page; who is signed in chooses one.

const all = JSON.parse(document.getElementById("words").textContent);
let spoken = "en";

/** Choose the language of `say`, and return it; one that is not known here changes nothing. */
export function speak(language) {
  if (language in all) spoken = language;
  return spoken;
}

export const languages = Object.keys(all);

/** Return the words called `name`, its braces filled from `values`. */
export function say(name, values = {}) {
  const words = all[spoken][name] ?? all.en[name] ?? name;
  return words.replace(/\{(\w+)\}/g, (brace, key) => (key in values ? String(values[key]) : brace));
}

/** Write the page's words into every element that names them by `data-say`. */
export function label(root = document) {
  document.documentElement.lang = spoken;
  for (const element of root.querySelectorAll("[data-say]")) {
    element.textContent = say(element.dataset.say);
  }
  for (const element of root.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", say(element.dataset.sayLabel));
  }
}
