// Proposals while a query is written: words of SPARQL, variables, and the terms of the schema by name and meaning.
import { syntaxTree } from "@codemirror/language";
import { h } from "./dom.js";
import { change } from "./prefixes.js";

const WORDS = ("SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS GRAPH VALUES BIND EXISTS NOT GROUP BY ORDER HAVING LIMIT " +
  "OFFSET ASC DESC COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG DATATYPE BOUND REGEX CONTAINS STRSTARTS SUBSTR " +
  "LCASE UCASE CONCAT YEAR COALESCE IF CONSTRUCT DESCRIBE ASK PREFIX").split(" ");

export function makeSource(schema, t) {
  const terms = schema.terms.flatMap((term) => optionsOf(term, schema.prefixes, t));
  const words = WORDS.map((label) => ({ label, type: "keyword", boost: -20 }));
  return (context) => {
    const word = context.matchBefore(/[?$]?[\p{L}\d_:.-]*$/u);
    if ((!word || word.from === word.to) && !context.explicit) return null;
    if (/comment|string/.test(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
    const text = context.state.doc.toString();
    const from = word ? word.from : context.pos;
    if (/^[?$]/.test(word?.text ?? "")) return { from, options: variables(text, word.text), validFor: /^[?$]\w*$/ };
    const wantsClass = /(^|[\s;{])(a|rdf:type)\s+$/.test(text.slice(0, from));
    const ranked = terms.map((option) => ({ ...option, boost: option.boost + (wantsClass === (option.kind === "class") ? 30 : 0) }));
    return { from, options: [...ranked, ...words], validFor: /^[\p{L}\d_:.-]*$/u };
  };
}

function variables(text, current) {
  const names = new Set([...text.matchAll(/[?$]\w+/g)].map(([name]) => name));
  names.delete(current);
  return [...names].map((label) => ({ label, type: "variable" }));
}

function optionsOf(term, prefixes, t) {
  const boost = Math.min(20, Math.log2(1 + term.count + (term.inGraphs ?? 0)) * 2);
  const shared = { kind: term.kind, type: term.kind, boost, info: () => describe(term, t), apply: insert(term.curie, prefixes) };
  const byName = { ...shared, label: term.curie, detail: term.label };
  if (!term.label) return [byName];
  return [byName, { ...shared, label: term.label, detail: term.curie, boost: boost - 5 }];
}

export function describe(term, t) {
  const uses = [
    term.count ? t("term.count", { n: term.count }) : "",
    term.inGraphs ? t("term.graphs", { n: term.inGraphs }) : "",
  ].filter(Boolean);
  return h("div", { class: "term" },
    h("strong", {}, term.label || term.curie), ` ${t(`term.${term.kind}`)}`,
    term.comment ? h("p", {}, term.comment) : "",
    uses.length ? h("p", { class: "meta" }, uses.join(" · ")) : "");
}

// Writes the term, and declares its prefix where the query does not.
function insert(curie, prefixes) {
  return (view, _completion, from, to) => {
    const added = change(view.state.doc.toString(), curie, prefixes);
    const moved = added && added.from <= from ? added.insert.length : 0;
    view.dispatch({
      changes: [{ from, to, insert: curie }, ...(added ? [added] : [])],
      selection: { anchor: from + curie.length + moved },
      userEvent: "input.complete",
    });
  };
}
