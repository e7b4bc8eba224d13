// The SPARQL page: an editor over its form, questions and a form that fill it, and the result in several views.
import "./query/query.css";
import { ask, Refusal } from "./query/asking.js";
import { Labels } from "./query/labels.js";
import { Result } from "./query/result.js";
import { makeWords } from "./query/words.js";
import { makeEditor } from "./query/writing.js";

const at = (id) => document.getElementById(id);
const place = at("result");
const { words, language, group, endpoint, schema: schemaAt, labels: labelsAt, samples, mark, nonce } = place.dataset;
const t = makeWords(JSON.parse(words), language, group);
const labels = new Labels(labelsAt);
const asked = () => Object.fromEntries(new URL(location.href).searchParams);
const result = new Result(place, { labels, t, endpoint, samples: JSON.parse(samples), mark }, (view) => remember({ view }));
let running = null;
let shown = null;
let editor;

// ---- the address

function remember(changes, isNew = true) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  if (url.searchParams.get("view") === "table") url.searchParams.delete("view");
  const keep = ["query", "view", "lang"];
  for (const name of [...url.searchParams.keys()]) if (!keep.includes(name)) url.searchParams.delete(name);
  if (url.href !== location.href) history[isNew ? "pushState" : "replaceState"](null, "", url);
}

function goTo() {
  const { query = "", view = "table" } = asked();
  if (query === shown) result.choose(view);
  else if (query) {
    editor.set(query);
    run({ view, isNew: false });
  }
}

// ---- running

async function run({ view = asked().view ?? "table", isNew = true } = {}) {
  running?.abort();
  const query = editor.text();
  const [controller, found, began] = [new AbortController(), { columns: null, rows: [], missing: "" }, performance.now()];
  running = controller;
  remember({ query, view }, isNew);
  clear();
  const seconds = () => (performance.now() - began) / 1000;
  const clock = setInterval(() => tell("running", seconds(), found), 100);
  tell("running", 0, found);
  at("cancel").hidden = false;
  let word = "done";
  try {
    const answer = await ask(endpoint, query, controller.signal, found);
    present(query, answer, seconds(), view);
  } catch (error) {
    word = running === controller ? "" : "superseded";
    if (error.name === "AbortError") word = word === "" ? "cancelled" : word;
    else if (word === "") refuse(error);
    if (found.rows.length && word === "cancelled") present(query, found, seconds(), view);
  } finally {
    clearInterval(clock);
    if (word !== "superseded") end(word, seconds(), found);
  }
}

function present(query, answer, seconds, view) {
  result.show(query, answer, seconds, view);
  shown = query;
  result.outdate(editor.text() !== shown);
}

function tell(word, seconds, found) {
  at("progress").textContent = word ? t(word, { seconds: t.seconds(seconds), n: found.rows.length }) : "";
}

function end(word, seconds, found) {
  running = null;
  at("cancel").hidden = true;
  tell(word === "done" && !found.columns ? "done.triples" : word, seconds, found);
  at("told").textContent = at("progress").textContent;
  if (word === "done" && found.rows.length) at("progress").textContent = ""; // it stands above the result
  document.body.dataset.ran = String(Number(document.body.dataset.ran ?? 0) + 1);
}

// ---- what went wrong

function clear() {
  at("wrong").hidden = true;
  at("wrong").replaceChildren();
  editor.check();
}

function refuse(error) {
  const problem = error instanceof Refusal ? error.problem : { rule: "offline" };
  const key = problem.hint ? `cure.${problem.hint}` : `error.${problem.rule}`;
  const message = t.has(key) ? t(key, problem) : problem.detail;
  const where = problem.line ? `${t("error.place", problem)} ` : "";
  at("wrong").replaceChildren(where + message, ...(problem.line ? cure(problem, message) : []));
  at("wrong").hidden = false;
}

// Marks the place, and returns a button where there is a cure that can be applied.
function cure(problem, message) {
  const from = editor.place(problem.line, problem.column);
  const to = from + (/^\S+/.exec(editor.text().slice(from))?.[0].length ?? 0);
  editor.problem({ from, to, severity: "error", message });
  const changes = changeOf(problem, from);
  if (!changes) return [];
  const button = Object.assign(document.createElement("button"), { type: "button", className: "second", textContent: t("cure.apply") });
  button.addEventListener("click", () => {
    editor.change(changes);
    run();
  });
  return [" ", button];
}

function changeOf({ hint, add, found, meant }, from) {
  if (hint === "prefix") return { from: 0, insert: `${add}\n` };
  if (hint === "word") return { from, to: from + found.length, insert: meant };
  return hint === "closes-nothing" ? { from, to: from + 1 } : null;
}

// ---- questions and the form

function takeExamples() {
  document.querySelector(".examples").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-example]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    editor.set(new URL(link.href).searchParams.get("query"));
    run({ view: "table" });
  });
}

async function write(form) {
  const response = await fetch(`${form.dataset.draft}${form.dataset.draft.includes("?") ? "&" : "?"}${new URLSearchParams(new FormData(form))}`);
  const problem = response.ok ? null : await response.json();
  for (const field of form.elements) field.removeAttribute("aria-invalid");
  form.elements[problem?.field]?.setAttribute("aria-invalid", "true");
  at("form-wrong").textContent = problem?.detail ?? "";
  at("form-wrong").hidden = !problem;
  if (problem) return form.elements[problem.field]?.focus();
  editor.set(await response.text());
  return run({ view: "table" });
}

// ---- the beginning

async function begin() {
  const schema = await (await fetch(schemaAt)).json();
  const describedBy = "limits";
  const label = document.querySelector("label[for=query]");
  editor = makeEditor(at("query"), { nonce, schema, labels, t, label: label.textContent, describedBy }, {
    change: (text) => {
      result.outdate(shown !== null && text !== shown);
      at("wrong").querySelector("button")?.remove(); // it knows places of the text as it was
    },
    run: () => run(),
  });
  label.addEventListener("click", () => editor.focus());
  for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
  for (const element of document.querySelectorAll(".without-script")) element.hidden = true;
  at("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  at("beginner").addEventListener("submit", (event) => { event.preventDefault(); write(event.target); });
  at("cancel").addEventListener("click", () => running?.abort());
  window.addEventListener("popstate", goTo);
  takeExamples();
  editor.check();
  document.body.dataset.ready = "yes";
  if (asked().query && !("answered" in place.dataset)) run({ isNew: false });
}

begin();
