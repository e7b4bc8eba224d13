// Prefixes: which a query declares, and where one that is missing goes.
const DECLARED = /^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>/gim;
const LEADING = /^(?:\s*(?:#[^\n]*|(?:PREFIX\s+[\w-]*:|BASE)\s*<[^>]*>)[^\S\n]*\n)*/i;

export const declared = (text) => new Map([...text.matchAll(DECLARED)].map(([, prefix, iri]) => [prefix, iri]));

// Returns the change that declares a prefix: behind the others, and behind the comment that the query begins with.
export function declare(text, prefix, iri) {
  const head = LEADING.exec(text)[0];
  const isFirst = !/PREFIX|BASE/i.test(head);
  return { from: head.length, insert: `PREFIX ${prefix}: <${iri}>\n${isFirst && text.slice(head.length).trim() ? "\n" : ""}` };
}

export function change(text, curie, prefixes) {
  const prefix = curie.split(":")[0];
  return declared(text).has(prefix) || !prefixes[prefix] ? null : declare(text, prefix, prefixes[prefix]);
}
