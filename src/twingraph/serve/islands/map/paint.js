// How the map looks.

import { groupOf } from "../drawn/colours.js";
import { LabelGrid, addMark, writeLabels } from "../drawn/marks.js";
import { labelGrid } from "../drawn/tools.js";
import { trace } from "./shapes.js";

const STRONGEST = 250; // ties of all countries: more hide the land

/** Paint the map. */
export function paintMap(ctx, stage, { land, scene, hit, data }) {
  paintGround(ctx, stage, land, hit);
  if (scene.byCountry) paintTies(ctx, stage, scene, hit?.spot ?? hit);
  else paintArcs(ctx, stage, scene, data);
  if (hit?.ways) paintHit(ctx, stage, hit, data, scene);
  paintSpots(ctx, stage, scene, hit);
  ctx.globalAlpha = 1;
}

function paintGround(ctx, stage, land, hit) {
  const { colours } = stage;
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colours.water;
  ctx.fillRect(0, 0, stage.width, stage.height);
  if (!land) return;
  const shape = (lines) => { ctx.beginPath(); trace(ctx, lines, stage); };
  shape(land.sphere);
  ctx.strokeStyle = colours.border;
  ctx.lineWidth = 1;
  ctx.stroke();
  shape(land.land);
  ctx.fillStyle = colours.land;
  ctx.fill();
  ctx.strokeStyle = colours.border;
  ctx.lineWidth = 0.6;
  ctx.stroke();
  if (hit?.shape) {
    shape(land.outline(hit));
    ctx.strokeStyle = colours.soft;
    ctx.lineWidth = 1.5;
    ctx.stroke();
  }
  shape(land.borders);
  ctx.strokeStyle = colours.border;
  ctx.lineWidth = 0.8;
  ctx.stroke();
}

function paintTies(ctx, stage, scene, hit) {
  ctx.strokeStyle = stage.colours.accent;
  ctx.lineCap = "round";
  const ranked = scene.lines.filter((line) => line.count && line.ways.length).sort((a, b) => a.count - b.count);
  const own = ranked.filter(({ one, two }) => hit && (one === hit || two === hit));
  const shown = own.length ? own : ranked.slice(-STRONGEST); // of a country that is pointed at, all
  ctx.globalAlpha = shown.length > 120 ? 0.22 : 0.34;
  for (const line of shown) {
    ctx.lineWidth = widthOf(line, ranked.at(-1).count);
    ctx.beginPath();
    trace(ctx, line.ways, stage);
    ctx.stroke();
  }
}

const widthOf = (line, most) => 0.8 + 7 * Math.sqrt(line.count / Math.max(most, 12));

function paintArcs(ctx, stage, scene, data) {
  const shown = scene.lines.filter((line) => line.count);
  ctx.globalAlpha = shown.length > 1500 ? 0.18 : shown.length > 300 ? 0.35 : 0.62;
  ctx.lineWidth = shown.length > 300 ? 1 : 1.5;
  for (const [key, lines] of groupLines(shown, data)) {
    const [kind, planned] = key.split(" ");
    ctx.strokeStyle = stage.colours.kind(kind);
    ctx.setLineDash(planned ? [6, 5] : []);
    for (let i = 0; i < lines.length; i += 40) { // long paths are slow to fill
      ctx.beginPath();
      for (const line of lines.slice(i, i + 40)) trace(ctx, line.ways, stage);
      ctx.stroke();
    }
  }
  ctx.setLineDash([]);
  if (shown.length <= 150) paintMarks(ctx, stage, shown, data);
}

function groupLines(lines, data) {
  const groups = new Map();
  for (const line of lines) {
    const key = `${data.kinds[line.bonds[0].kind][0]} ${line.bonds[0].planned ? "planned" : ""}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(line);
  }
  return groups;
}

/** Paint the mark of each kind in the middle of its arc, where the arc is long enough. */
function paintMarks(ctx, stage, lines, data) {
  const { k, x, y } = stage.transform;
  ctx.globalAlpha = 1;
  for (const line of lines) {
    const { points, box } = line.ways.reduce((a, b) => (b.points.length > a.points.length ? b : a), line.ways[0]);
    if (groupOf(data.kinds[line.bonds[0].kind][0]) === "twinning") continue;
    if (Math.hypot(box[2] - box[0], box[3] - box[1]) * k < 60) continue;
    const at = middle(points);
    const kind = data.kinds[line.bonds[0].kind][0];
    ctx.fillStyle = stage.colours.kind(kind);
    ctx.strokeStyle = stage.colours.land;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    addMark(ctx, groupOf(kind), at[0] * k + x, at[1] * k + y, 3);
    ctx.stroke();
    ctx.fill();
  }
}

function middle(points) {
  const half = points.length >> 2;
  if (points.length > 4) return [points[half * 2], points[half * 2 + 1]];
  return [(points[0] + points[2]) / 2, (points[1] + points[3]) / 2];
}

function paintHit(ctx, stage, hit, data, scene) {
  ctx.globalAlpha = 1;
  ctx.strokeStyle = scene.byCountry ? stage.colours.accent : stage.colours.kind(data.kinds[hit.bonds[0].kind][0]);
  ctx.lineWidth = 3.2;
  ctx.beginPath();
  trace(ctx, hit.ways, stage);
  ctx.stroke();
}

/** Return the radius of a spot. */
export function radiusOf(spot, scene, stage) {
  const most = Math.max(scene.most, 80);
  if (scene.byCountry) return (3.5 + 22 * Math.sqrt(spot.count / most)) * (stage.width < 500 ? 0.75 : 1);
  return Math.min(2.4 + 1.1 * Math.sqrt(spot.count), 9);
}

function paintSpots(ctx, stage, scene, hit) {
  const { transform: { k, x, y }, colours, width, height } = stage;
  const shown = scene.spots.filter((spot) => spot.count);
  const items = [];
  for (const spot of shown) {
    const item = Object.assign(spot, { x: spot.u * k + x, y: spot.v * k + y, r: radiusOf(spot, scene, stage), bold: scene.byCountry });
    if (item.x > -20 && item.y > -20 && item.x < width + 20 && item.y < height + 20) items.push(item);
  }
  items.sort((a, b) => b.count - a.count);
  for (const spot of items) {
    ctx.beginPath();
    ctx.moveTo(spot.x + spot.r, spot.y);
    ctx.arc(spot.x, spot.y, spot.r, 0, 2 * Math.PI);
    ctx.globalAlpha = scene.byCountry ? 0.88 : 1;
    ctx.fillStyle = colours.city;
    ctx.strokeStyle = spot === hit ? colours.ink : colours.land;
    ctx.lineWidth = spot === hit ? 3 : 1;
    ctx.stroke();
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  paintNames(ctx, stage, scene, items);
}

function paintNames(ctx, stage, scene, items) {
  const grid = labelGrid(stage);
  for (const spot of items.slice(0, 400)) grid.take(spot.x - spot.r + 1, spot.y - spot.r + 1, spot.x + spot.r - 1, spot.y + spot.r - 1, true);
  if (scene.byCountry) paintCounts(ctx, stage, items);
  writeLabels(ctx, items, scene.byCountry ? 12 : 12.5, { ...stage.colours, halo: stage.colours.land }, grid, 90);
}

function paintCounts(ctx, stage, items) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = stage.colours.card;
  const free = new LabelGrid(stage.width, stage.height);
  for (const spot of items) {
    ctx.font = `650 ${spot.r > 14 ? 13 : 11}px ${stage.colours.font}`;
    const half = ctx.measureText(String(spot.count)).width / 2;
    if (spot.r < half + 1.5 || !free.take(spot.x - half, spot.y - 7, spot.x + half, spot.y + 7)) continue;
    ctx.fillText(String(spot.count), spot.x, spot.y + 0.5);
  }
}
