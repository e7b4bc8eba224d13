// How the network looks.

import { groupOf } from "../drawn/colours.js";
import { addMark, writeLabels } from "../drawn/marks.js";
import { labelGrid } from "../drawn/tools.js";

const BATCH = 60; // lines of one path: long paths are slow to fill

/** Paint the network. */
export function paintNetwork(ctx, stage, { graph, focus, hit, data }) {
  const { colours } = stage;
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colours.card;
  ctx.fillRect(0, 0, stage.width, stage.height);
  place(graph, stage);
  const near = hit?.lines ? new Set(hit.lines.filter((line) => line.shown.length)) : hit ? new Set([hit]) : null;
  paintLines(ctx, stage, graph, data, near);
  paintNodes(ctx, stage, graph, focus, near ? hit : null, near);
  ctx.globalAlpha = 1;
  paintNames(ctx, stage, graph, focus, hit, near);
}

function place(graph, { transform: { k, x, y }, stretch }) {
  for (const node of graph.nodes) {
    node.x = node.u * stretch * k + x;
    node.y = node.v * k + y;
  }
}

function paintLines(ctx, stage, graph, data, near) {
  const seen = graph.lines.filter((line) => line.shown.length && crosses(line, stage));
  const many = seen.length > 600;
  ctx.lineCap = many ? "butt" : "round";
  const dim = near && !many;
  for (const [key, lines] of groups(seen, data, near)) {
    const [kind, planned, width, isNear] = key.split(" ");
    ctx.strokeStyle = stage.colours.kind(kind);
    ctx.globalAlpha = isNear ? 1 : dim ? 0.15 : many ? 0.22 : 0.6;
    ctx.lineWidth = (many ? 0.7 : 1.1) * Number(width) + (isNear ? 1 : 0);
    ctx.setLineDash(planned ? [6, 5] : []);
    strokeAll(ctx, lines);
  }
  ctx.setLineDash([]);
  if (seen.length <= 90) paintMarks(ctx, stage, seen, data, near);
}

function strokeAll(ctx, lines) {
  for (let i = 0; i < lines.length; i += BATCH) {
    ctx.beginPath();
    for (let j = i; j < Math.min(i + BATCH, lines.length); j++) {
      ctx.moveTo(lines[j].one.x, lines[j].one.y);
      ctx.lineTo(lines[j].two.x, lines[j].two.y);
    }
    ctx.stroke();
  }
}

function crosses({ one, two }, { width, height }) {
  return !((one.x < 0 && two.x < 0) || (one.y < 0 && two.y < 0) || (one.x > width && two.x > width) || (one.y > height && two.y > height));
}

/** Return lines by what they look like, those that are near last. */
function groups(lines, data, near) {
  const found = new Map();
  for (const line of lines) {
    const planned = line.shown.every((bond) => bond.planned) ? "planned" : "";
    const key = `${data.kinds[line.shown[0].kind][0]} ${planned} ${Math.min(line.shown.length, 4)} ${near?.has(line) ? "near" : ""}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(line);
  }
  return [...found].sort(([a], [b]) => a.endsWith("near") - b.endsWith("near"));
}

/** Paint the mark of the kind in the middle of each line that is long enough. */
function paintMarks(ctx, stage, lines, data, near) {
  for (const line of lines) {
    if (Math.hypot(line.one.x - line.two.x, line.one.y - line.two.y) < 70) continue;
    const kind = data.kinds[line.shown[0].kind][0];
    if (groupOf(kind) === "twinning") continue;
    ctx.globalAlpha = near && !near.has(line) ? 0.25 : 1;
    ctx.fillStyle = stage.colours.kind(kind);
    ctx.strokeStyle = stage.colours.card;
    ctx.lineWidth = 2;
    ctx.beginPath();
    addMark(ctx, groupOf(kind), (line.one.x + line.two.x) / 2, (line.one.y + line.two.y) / 2, 3.4);
    ctx.stroke();
    ctx.fill();
  }
}

/** Return the radius of a node. */
export function radiusOf(node, focus, stage, count) {
  if (count > 600) return Math.min(0.5 + 0.5 * Math.sqrt(node.partners), 9) * Math.min(Math.max(stage.scale, 1) ** 0.4, 3);
  return node === focus ? 11 : Math.min(4.5 + 0.8 * Math.sqrt(node.partners), 9);
}

function paintNodes(ctx, stage, graph, focus, hit, near) {
  const close = near && new Set([...near].flatMap((line) => [line.one, line.two]).concat(hit));
  const { colours, width, height } = stage;
  const count = graph.ranked.length;
  ctx.lineWidth = 1.5;
  for (const city of [true, false]) {
    ctx.fillStyle = city ? colours.city : colours.institution;
    ctx.strokeStyle = colours.card;
    for (let i = count - 1; i >= 0; i--) { // the best linked on top
      const node = graph.ranked[i];
      node.r = radiusOf(node, focus, stage, count);
      if (node.isCity !== city || node.x < -9 || node.y < -9 || node.x > width + 9 || node.y > height + 9) continue;
      ctx.globalAlpha = close && !close.has(node) && count <= 600 ? 0.25 : 1;
      paintNode(ctx, node, count <= 600);
    }
  }
  if (hit?.lines) ring(ctx, hit, colours.ink);
  if (focus?.shown && focus !== hit) ring(ctx, focus, colours.city);
}

function paintNode(ctx, node, edged) {
  const { x, y, r } = node;
  if (r < 1.6) {
    ctx.fillRect(x - r, y - r, 2 * r, 2 * r);
    return;
  }
  ctx.beginPath();
  if (node.isCity) ctx.arc(x, y, r, 0, 2 * Math.PI);
  else ctx.rect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72);
  if (edged) ctx.stroke();
  ctx.fill();
}

function ring(ctx, node, colour) {
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(node.x + node.r + 3, node.y);
  ctx.arc(node.x, node.y, node.r + 3, 0, 2 * Math.PI);
  ctx.stroke();
}

function paintNames(ctx, stage, graph, focus, hit, near) {
  const grid = labelGrid(stage);
  const { width, height } = stage;
  const seen = graph.ranked.filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height);
  const few = graph.ranked.length <= 600;
  for (const { x, y, r } of few ? seen.slice(0, 300) : []) grid.take(x - r + 1, y - r + 1, x + r - 1, y + r - 1, true);
  const first = [focus, hit?.lines ? hit : null, ...(near ? [...near].slice(0, 60).flatMap(({ one, two }) => [one, two]) : [])];
  const items = [...new Set([...first.filter((node) => node?.shown), ...seen.slice(0, 900)])];
  const middle = focus?.x ?? width / 2;
  for (const node of items) {
    node.left = few && node !== focus && node.x < middle - 4;
    node.first = node === focus;
    node.bold = node.first || node === hit;
    if (node.bold) node.wide = undefined;
  }
  writeLabels(ctx, items, few ? 12.5 : 12, stage.colours, grid, few ? 140 : width < 500 ? 14 : 40);
  for (const node of items) if (node.bold) node.wide = undefined;
}
