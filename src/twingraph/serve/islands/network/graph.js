// What of the network the filters show.

import { readLinks } from "../drawn/links.js";

/** Return the nodes and lines of a network; a node's u and v are its place, with the middle at 0. */
export function readGraph(data, addresses) {
  const nodes = data.nodes.map(([name, path, u, v, hop]) => ({
    name, text: name, path, hop, u: u / 10_000, v: v / 10_000, href: addresses.party(path),
    isCity: !path.startsWith("institution/"), partners: 0, shown: true, lines: [],
  }));
  const lines = readLinks(data.links).map(({ one, two, bonds }) => ({ one: nodes[one], two: nodes[two], bonds, shown: [] }));
  for (const line of lines) {
    line.one.lines.push(line);
    line.two.lines.push(line);
    for (const bond of line.bonds) bond.href = addresses.bond(bond, line.one.path, line.two.path);
  }
  return { nodes, lines, bonds: lines.flatMap(({ bonds }) => bonds), ranked: [] };
}

/** Apply the filters to lines and nodes; return how many agreements are shown. */
export function applyFilters(graph, filters, focus) {
  for (const node of graph.nodes) node.partners = 0;
  for (const line of graph.lines) {
    line.shown = line.bonds.filter((bond) => filters.shows(bond));
    if (line.shown.length) for (const end of [line.one, line.two]) end.partners += 1;
  }
  for (const node of graph.nodes) node.shown = node === focus || node.partners >= filters.partners;
  const seen = new Set();
  for (const line of graph.lines) {
    if (!line.one.shown || !line.two.shown) line.shown = [];
    for (const bond of line.shown) seen.add(bond.href);
  }
  graph.ranked = graph.nodes.filter((node) => node.shown).sort((a, b) => a.hop - b.hop || b.partners - a.partners);
  return seen.size;
}
