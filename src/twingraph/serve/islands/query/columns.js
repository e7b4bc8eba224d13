// Which drawings a table allows, by what its columns hold.
import { isDate, isIri, isNumber } from "./terms.js";

const LOOKED_AT = 300; // rows
const LATITUDE = /^(.*_)?lat(itude)?\d?$/i;
const LONGITUDE = /^(.*_)?(long?|lng)(itude)?\d?$/i;
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)/i;
const CITY = /\/id\/city\/[^/]+$/;

export const readPoint = (text) => {
  const found = POINT.exec(text ?? "");
  return found && [Number(found[1]), Number(found[2])];
};

function kindOf(name, values) {
  const all = (test) => values.length > 0 && values.every(test);
  if (all((term) => readPoint(term.value))) return "point";
  if (all((term) => Number.isFinite(Number(term.value)) && term.type === "literal")) {
    if (LATITUDE.test(name)) return "latitude";
    if (LONGITUDE.test(name)) return "longitude";
  }
  if (all(isNumber)) return "number";
  if (all(isDate)) return "date";
  if (all(isIri)) return all((term) => CITY.test(term.value)) ? "city" : "iri";
  return values.length ? "text" : "empty";
}

// Returns each column with its index, its name and what it holds.
export function describe({ columns, rows }) {
  const looked = rows.slice(0, LOOKED_AT);
  return columns.map((name, index) => ({
    name,
    index,
    kind: kindOf(name, looked.map((row) => row[index]).filter(Boolean)),
  }));
}

export const of = (columns, ...kinds) => columns.filter((column) => kinds.includes(column.kind));

export function viewsOf(columns) {
  const has = (...kinds) => of(columns, ...kinds).length > 0;
  return [
    "table",
    (has("point") || has("city") || (has("latitude") && has("longitude"))) && "map",
    has("number") && has("iri", "city", "text", "date") && "chart",
    of(columns, "iri", "city").length > 1 && "network",
    has("date") && "timeline",
  ].filter(Boolean);
}

// Returns the columns that name a row of a drawing: texts, and things without a column for their name.
export function naming(columns) {
  const texts = of(columns, "text");
  const isNamed = ({ name }) => texts.some((text) => text.name !== name && text.name.startsWith(name));
  const things = of(columns, "iri", "city").filter((column) => !isNamed(column));
  const chosen = [...texts, ...things].sort((a, b) => a.index - b.index).slice(0, 3);
  return chosen.length ? chosen : of(columns, "iri", "city", "date", "number").slice(0, 1);
}

// Returns the page of the first thing in a row.
export const pageOf = (row, labels) => row.filter(isIri).map((term) => labels.get(term.value).href).find(Boolean);

export const nameOf = (row, chosen, labels) =>
  chosen
    .map(({ index }) => row[index])
    .filter(Boolean)
    .map((term) => (isIri(term) ? labels.name(term.value) : term.value))
    .join(" · ");
