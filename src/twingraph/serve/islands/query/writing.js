// The editor over the text area of the form.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from "@codemirror/view";
import { prefixFor, unknownTerms } from "./checks.js";
import { describe, makeSource } from "./completion.js";
import { h } from "./dom.js";
import { colours, look } from "./look.js";
import { declared } from "./prefixes.js";

const IRI_OR_NAME = /<([^<>\s]+)>|(?<![?$\w-])([A-Za-z][\w-]*):([\w%.-]*[\w%-])/g;
const PAUSE = 350; // milliseconds without a key before the query is looked at

// Returns { text(), set(), problem(), clear(), focus() }. *on* is told of changes and of the key that runs.
export function makeEditor(area, { nonce, schema, labels, t, label, describedBy }, on) {
  let timer = 0;
  let wrong = [];
  const show = (view) => {
    const found = [...wrong, ...unknownTerms(view.state.doc.toString(), schema, t).map((one) => withCure(one))];
    view.dispatch(setDiagnostics(view.state, found.sort((a, b) => a.from - b.from)));
  };
  const listen = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    area.value = update.state.doc.toString();
    wrong = [];
    clearTimeout(timer);
    timer = setTimeout(() => show(update.view), PAUSE);
    addPrefix(update, schema);
    on.change(area.value);
  });
  const view = new EditorView({
    parent: area.parentElement,
    state: EditorState.create({
      doc: area.value,
      extensions: [listen, ...features({ nonce, schema, labels, t }), keys(on), attributes(label, describedBy)],
    }),
  });
  area.after(view.dom);
  area.hidden = true;
  return {
    text: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, scrollIntoView: true }),
    problem: (diagnostic) => { wrong = [diagnostic]; show(view); view.dispatch({ selection: { anchor: diagnostic.from }, scrollIntoView: true }); },
    change: (changes) => view.dispatch({ changes }),
    place: (line, column) => placeOf(view.state.doc, line, column),
    check: () => show(view),
    focus: () => view.focus(),
  };
}

function features({ nonce, schema, labels, t }) {
  return [
    EditorView.cspNonce.of(nonce), EditorView.domEventHandlers({ beforeinput: replaceSelection }),
    lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), closeBrackets(), lintGutter(),
    EditorView.lineWrapping,
    StreamLanguage.define(sparql), syntaxHighlighting(colours), look,
    autocompletion({ override: [makeSource(schema, t)], icons: false }),
    hoverTooltip((view, at) => explain(view, at, schema, labels, t)),
  ];
}

// What is typed over a selection is put in here: the browser would keep the looks of what was there in a style of
// its own, which the policy of the page forbids, and say so.
function replaceSelection(event, view) {
  const { empty, from, to } = view.state.selection.main;
  if (event.inputType !== "insertText" || !event.data || empty || view.composing) return false;
  event.preventDefault();
  const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  const isTaken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, insert));
  if (!isTaken) view.dispatch(insert());
  return true;
}

// Tab is left to the browser, so that nobody is caught in the editor.
function keys(on) {
  const run = { key: "Mod-Enter", run: () => { on.run(); return true; } };
  return [Prec.highest(keymap.of([run])), keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap])];
}

function attributes(label, describedBy) {
  return EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy, spellcheck: "false", autocapitalize: "off" });
}

function addPrefix(update, schema) {
  if (!update.transactions.some((one) => one.isUserEvent("input.type"))) return;
  const text = update.state.doc.toString();
  const added = prefixFor(text, update.state.selection.main.head, schema);
  if (added) queueMicrotask(() => update.view.dispatch({ changes: added }));
}

function withCure(found) {
  if (!found.meant) return found;
  const apply = (view, from, to) => view.dispatch({ changes: { from, to, insert: found.meant } });
  return { ...found, actions: [{ name: found.meant, apply }] };
}

// Returns the offset of a place that counts characters, not halves of them.
function placeOf(doc, line, column) {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return found.from + [...found.text].slice(0, column - 1).join("").length;
}

async function explain(view, at, schema, labels, t) {
  const { text, from } = view.state.doc.lineAt(at);
  const match = [...text.matchAll(IRI_OR_NAME)].find((one) => from + one.index <= at && at <= from + one.index + one[0].length);
  if (!match) return null;
  const prefix = declared(view.state.doc.toString()).get(match[2]) ?? schema.prefixes[match[2]];
  const iri = match[1] ?? (prefix && prefix + match[3]);
  const content = iri && (await meaning(iri, schema, labels, t));
  return content && { pos: from + match.index, end: from + match.index + match[0].length, create: () => ({ dom: content }) };
}

async function meaning(iri, schema, labels, t) {
  const term = schema.terms.find((one) => one.iri === iri);
  if (term) return describe(term, t);
  await labels.load([iri]);
  const { label } = labels.get(iri);
  return label ? h("div", { class: "term" }, h("strong", {}, label)) : null;
}
