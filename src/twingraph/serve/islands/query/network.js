// A net of two columns of things; the same rows give the same picture.
import { of } from "./columns.js";
import { linked, shorten, svg } from "./dom.js";
import { findPlace, places } from "./places.js";

export const MOST_NODES = 120;
const ROUNDS = 260;

export function drawNetwork(result, columns, { labels, t }, width) {
  const [from, to] = of(columns, "iri", "city");
  const { nodes, edges } = build(result.rows, from.index, to.index);
  const height = Math.round(width < 560 ? width * 1.25 : Math.min(680, width * 0.62));
  settle(nodes, edges);
  fit(nodes, width, height);
  const root = svg("svg", { class: "drawing of-network", width, height, role: "group", "aria-label": t("view.network") });
  root.append(...edges.map(([a, b]) => svg("line", { class: "d-edge", x1: a.x, y1: a.y, x2: b.x, y2: b.y })));
  const taken = nodes.map(({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius]);
  for (const node of [...nodes].sort((a, b) => b.degree - a.degree)) root.append(mark(node, labels, taken, width));
  return { drawing: root, shown: edges.length };
}

function build(rows, from, to) {
  const degrees = new Map();
  const pairs = rows.map((row) => [row[from]?.value, row[to]?.value]).filter(([a, b]) => a && b);
  for (const iri of pairs.flat()) degrees.set(iri, (degrees.get(iri) ?? 0) + 1);
  const kept = [...degrees].sort((a, b) => b[1] - a[1]).slice(0, MOST_NODES);
  const nodes = kept.map(([iri, degree], at) => {
    const [angle, radius] = [at * 2.39996, Math.sqrt(at + 0.5)]; // a sunflower: even, and always the same
    return { iri, degree, x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
  const found = new Map(nodes.map((node) => [node.iri, node]));
  const edges = pairs.map(([a, b]) => [found.get(a), found.get(b)]).filter(([a, b]) => a && b && a !== b);
  return { nodes, edges };
}

function settle(nodes, edges) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const heat = 0.9 * (1 - round / ROUNDS) + 0.02;
    for (const node of nodes) [node.dx, node.dy] = [-node.x * 0.05, -node.y * 0.05];
    for (let i = 0; i < nodes.length; i += 1) for (let j = 0; j < i; j += 1) push(nodes[i], nodes[j]);
    for (const [a, b] of edges) pull(a, b);
    for (const node of nodes) {
      const length = Math.hypot(node.dx, node.dy) || 1;
      const step = Math.min(length, heat) / length;
      [node.x, node.y] = [node.x + node.dx * step, node.y + node.dy * step];
    }
  }
}

function push(a, b) {
  const [dx, dy] = [a.x - b.x, a.y - b.y];
  const force = 1.9 / (dx * dx + dy * dy + 0.01);
  a.dx += dx * force; a.dy += dy * force;
  b.dx -= dx * force; b.dy -= dy * force;
}

function pull(a, b) {
  const [dx, dy] = [(b.x - a.x) * 0.08, (b.y - a.y) * 0.08];
  a.dx += dx; a.dy += dy;
  b.dx -= dx; b.dy -= dy;
}

function fit(nodes, width, height) {
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const margin = width < 560 ? 34 : 70;
  const scaleX = (width - 2 * margin) / (Math.max(...xs) - left || 1);
  const scaleY = (height - 64) / (Math.max(...ys) - top || 1);
  const most = width < 560 ? 6.5 : 11;
  for (const node of nodes) node.radius = Math.min(most, most * 0.36 + Math.sqrt(node.degree) * 1.2);
  for (const node of nodes) [node.x, node.y] = [margin + (node.x - left) * scaleX, 26 + (node.y - top) * scaleY];
}

function mark(node, labels, taken, width) {
  const name = labels.name(node.iri);
  const text = shorten(name, 26);
  const boxes = places(node, node.radius, text.length * 7, width);
  const place = findPlace(boxes, taken) ?? (node.degree > 4 ? boxes[0] : undefined); // a hub is always named
  const circle = svg("circle", { class: "d-dot", cx: node.x, cy: node.y, r: node.radius });
  const label = place ? svg("text", { x: place[0], y: place[1] + 13, "text-anchor": "start" }, text) : "";
  return linked(labels.get(node.iri).href, svg("title", {}, name), circle, label);
}
