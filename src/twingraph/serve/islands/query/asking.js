// Asks the service, and takes the rows as they are found.
import { readRow } from "./terms.js";

const ACCEPT = "text/tab-separated-values, application/sparql-results+json;q=0.8, text/turtle;q=0.7";

export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

// Returns { columns, rows, missing } of a table, { boolean } or { graph }. Whatever came is in *found* at any time.
export async function ask(endpoint, query, signal, found) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { Accept: ACCEPT },
    body: new URLSearchParams({ query, partial: "yes" }),
    signal,
  });
  if (!response.ok) throw new Refusal(await problemOf(response));
  const type = response.headers.get("content-type");
  if (type.startsWith("text/tab-separated-values")) return readTable(response.body, found);
  if (type.includes("json")) return { boolean: (await response.json()).boolean };
  return { graph: await response.text(), missing: response.headers.has("twingraph-truncated") ? "max-rows" : "" };
}

async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    return { status: response.status, detail: response.statusText };
  }
}

async function readTable(body, found) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const lines = (rest + piece.value).split("\n");
    rest = lines.pop();
    for (const line of lines) takeLine(line, found);
  }
  return found;
}

function takeLine(line, found) {
  if (!found.columns) found.columns = line.split("\t").map((name) => name.slice(1));
  else if (line.startsWith("# ")) found.missing = line.slice(2);
  else found.rows.push(readRow(line));
}
