// The colours of the page for a picture, and word of it when they change.

const TOKENS = ["card", "ink", "soft", "line", "accent", "city", "institution", "water", "land", "border"];
const GROUPS = {
  twinning: "twinning", friendship: "friendship", contact: "contact", "project-partnership": "project",
  solidarity: "solidarity", climate: "solidarity", communique: "paper", cooperation: "paper",
  "letter-of-intent": "paper", memorandum: "paper", other: "other",
};

/** Return which of the few colours and marks a kind of agreement has. */
export const groupOf = (kind) => GROUPS[kind] ?? "other";

/** Return the colours as they are now: by token, and `kind(name)` for a kind of agreement. */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  const colours = Object.fromEntries(TOKENS.map((name) => [name, read(name)]));
  const kinds = Object.fromEntries(Object.values(GROUPS).map((group) => [group, read(`kind-${group}`)]));
  return { ...colours, font: read("text"), kind: (name) => kinds[groupOf(name)] };
}

/** Call *redraw* when the theme or the colours of the system change. */
export function watchColours(redraw) {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", redraw);
  }
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const root = document.documentElement;
  let theme;
  window.addEventListener("beforeprint", () => { // on paper everything is light
    theme = root.dataset.theme;
    root.dataset.theme = "light";
    redraw();
  });
  window.addEventListener("afterprint", () => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  });
}
