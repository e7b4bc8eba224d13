// What can be said of a query before it runs: terms of ours that the schema does not have; and missing prefixes.
import { change, declared } from "./prefixes.js";

const HIDDEN = /<[^<>\s]*>|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g;
const NAME = /(?<![\w:?$-])([A-Za-z][\w-]*):([A-Za-z][\w-]*)/g;
const OURS = ["tg", "kind", "topic", "status", "mode", "modality", "role"];

// Returns the text with all that is no name blanked out, so that places stay as they are.
export const visible = (text) => text.replace(HIDDEN, (part) => " ".repeat(part.length));

export function unknownTerms(text, schema, t) {
  const known = new Map(schema.terms.map((term) => [term.iri, term.curie]));
  const prefixes = declared(text);
  const found = [];
  for (const match of visible(text).matchAll(NAME)) {
    const iri = (prefixes.get(match[1]) ?? "") + match[2];
    const isOurs = OURS.some((prefix) => prefixes.get(match[1]) === schema.prefixes[prefix]);
    if (!isOurs || known.has(iri)) continue;
    const meant = nearest(match[0], [...known.values()].filter((curie) => curie.startsWith(`${match[1]}:`)));
    const message = meant ? t("unknown-term.meant", { term: match[0], meant }) : t("unknown-term", { term: match[0] });
    found.push({ from: match.index, to: match.index + match[0].length, severity: "warning", message, meant });
  }
  return found;
}

function nearest(name, names) {
  const ranked = names.map((other) => [distance(name.toLowerCase(), other.toLowerCase()), other]).sort((a, b) => a[0] - b[0]);
  return ranked.length && ranked[0][0] <= 3 ? ranked[0][1] : "";
}

function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}

// Returns the change that a colon just typed behind a known prefix calls for, or nothing.
export function prefixFor(text, at, schema) {
  const before = visible(text.slice(0, at));
  const name = /(?:^|[^\w:?$-])([A-Za-z][\w-]*):$/.exec(before);
  if (!name || /PREFIX\s+[\w-]*:$/i.test(before)) return null;
  return change(text, name[1], schema.prefixes);
}
