// Terms of RDF as the service writes them in a row: N-Triples, divided by tabs.
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "positiveInteger"]);
const DATES = new Set(["date", "dateTime", "gYear", "gYearMonth"]);
const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

const unescape = (text) =>
  text.includes("\\")
    ? text.replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g, (_, short, long, one) =>
        one ? (ESCAPES[one] ?? one) : String.fromCodePoint(parseInt(short ?? long, 16)))
    : text;

// A term has a type (iri, literal, other), a value, and a literal its datatype (of XSD without the namespace).
export function readTerm(text) {
  if (!text) return null;
  if (text[0] === "<" && text[1] !== "<") return { type: "iri", value: unescape(text.slice(1, -1)) };
  if (text[0] !== '"') return { type: "other", value: text };
  const end = text.lastIndexOf('"');
  const rest = text.slice(end + 1);
  const datatype = rest.startsWith("^^<") ? rest.slice(3, -1).replace(XSD, "") : "";
  return { type: "literal", value: unescape(text.slice(1, end)), datatype, lang: rest[0] === "@" ? rest.slice(1) : "" };
}

export const readRow = (line) => line.split("\t").map(readTerm);
export const isIri = (term) => term?.type === "iri";
export const isNumber = (term) => term?.type === "literal" && NUMBERS.has(term.datatype);
export const isDate = (term) => term?.type === "literal" && DATES.has(term.datatype);

// What to call a thing that has no label: the end of its IRI.
export function shortName(iri) {
  const name = iri.replace(/[/#]$/, "").split(/[/#]/).pop();
  try {
    return decodeURIComponent(name) || iri;
  } catch {
    return name || iri;
  }
}
