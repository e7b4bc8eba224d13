// A table of results: things by their labels, as links to their pages.
import { h } from "./dom.js";
import { isIri, isNumber } from "./terms.js";

const STEP = 100; // rows that are shown at a time

export function drawTable(result, { labels, t }) {
  const body = h("tbody");
  const isNumeric = (at) => result.rows.slice(0, STEP).every((row) => !row[at] || isNumber(row[at]));
  const head = h("tr", {}, ...result.columns.map((name, at) => h("th", { scope: "col", class: isNumeric(at) ? "n" : undefined }, name)));
  const table = h("table", {}, h("thead", {}, head), body);
  const region = h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": t("view.table") }, table);
  const shown = h("p", { class: "meta" });
  const more = h("button", { type: "button", class: "second", click: () => add() }, t("more"));
  let count = 0;
  const add = () => {
    const rows = result.rows.slice(count, count + STEP);
    body.append(...rows.map((row) => h("tr", {}, ...row.map((term) => cell(term, labels)))));
    count += rows.length;
    shown.textContent = t("shown", { shown: count, n: result.rows.length });
    shown.hidden = more.hidden = count >= result.rows.length;
    nameThings(body, rows, labels);
  };
  add();
  return h("div", { class: "table" }, region, shown, more);
}

function cell(term, labels) {
  if (!term) return h("td");
  if (isIri(term)) return h("td", {}, thing(term.value, labels));
  const lang = term.lang || undefined;
  return h("td", { class: isNumber(term) ? "n" : undefined, lang }, term.value);
}

function thing(iri, labels) {
  const { href } = labels.get(iri);
  return h(href ? "a" : "span", { href, "data-iri": iri, title: iri }, labels.name(iri));
}

async function nameThings(body, rows, labels) {
  await labels.load(rows.flat().filter(isIri).map((term) => term.value));
  for (const element of body.querySelectorAll("[data-iri]")) {
    if (element.dataset.named) continue;
    const named = thing(element.dataset.iri, labels);
    named.dataset.named = "yes";
    element.replaceWith(named);
  }
  body.dataset.named = "yes";
}
