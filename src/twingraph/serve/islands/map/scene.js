// What is on the map: cities with arcs, or countries with ties; what of it the filters show.

import { readLinks } from "../drawn/links.js";
import { arc, projection } from "./shapes.js";

/** Return the things of a map: { spots, lines, bonds }; a spot is a city or a country. */
export function readScene(data, addresses, say) {
  return data.cities.length ? cityScene(data, addresses, say) : countryScene(data, addresses.root, say);
}

function cityScene(data, addresses, say) {
  const country = (i) => data.countries[i]?.[1];
  const spots = data.cities.map(([name, path, longitude, latitude, land]) => ({
    ...spot(name, [longitude, latitude]), path, href: addresses.party(path), more: country(land), noun: ["agreement", "agreements"],
  }));
  const lines = readLinks(data.links).flatMap(({ one, two, bonds }) => bonds.map((bond, i) => ({
    one: spots[one], two: spots[two], bonds: [bond], width: 1.4,
    ways: arc(spots[one].place, spots[two].place, ((i + 1) >> 1) * (i % 2 ? 0.09 : -0.09)),
    href: addresses.bond(bond, spots[one].path, spots[two].path),
    name: () => cityLine(data, bond, spots[one], spots[two], say),
  })));
  return { spots, lines, bonds: lines.map(({ bonds }) => bonds[0]), byCountry: false };
}

function cityLine(data, bond, one, two, say) {
  const planned = bond.planned ? `, ${say("planned")}` : "";
  return `${one.name} – ${two.name}\n${data.kinds[bond.kind][1]}, ${say.years(bond)}${planned}`;
}

function countryScene(data, root, say) {
  const region = new Intl.DisplayNames([document.documentElement.lang], { type: "region" });
  const spots = data.countries.map(([code, name, longitude, latitude, cities]) => ({
    ...spot(name === code ? region.of(code) : name, [longitude, latitude]), code, href: choose(root, code),
    more: say.count("city", "cities", cities),
  }));
  const lines = data.ties.map((row) => {
    const [one, two] = [spots[row[0]], spots[row[1]]];
    const bonds = readCounts(row.slice(2));
    const name = one === two ? `${one.name}, ${say("within")}` : `${one.name} – ${two.name}`;
    const line = { one, two, bonds, ways: one === two ? [] : arc(one.place, two.place, 0), href: choose(root, one.code, two.code) };
    return Object.assign(line, { name: () => `${name}\n${say.count("agreement", "agreements", line.count)}` });
  });
  return { spots, lines, bonds: readCounts(data.all), all: readCounts(data.all), byCountry: true };
}

/** Return agreements that are alike as one with their number n. */
function readCounts(row) {
  const bonds = [];
  for (let i = 0; i < row.length; i += 4) {
    bonds.push({ kind: row[i] >> 1, planned: row[i] % 2 === 1, first: row[i + 1], last: row[i + 2], n: row[i + 3] });
  }
  return bonds;
}

function spot(name, place) {
  const [u, v] = projection(place);
  return { name, text: name, place, u, v, count: 0 };
}

/** Return the address of the map with countries chosen, and filtered as this one. */
function choose(root, ...codes) {
  return () => {
    const url = new URL(location.href);
    for (const name of ["country", "at"]) url.searchParams.delete(name);
    for (const code of new Set(codes)) url.searchParams.append("country", code);
    return `${root}/map${url.search}`;
  };
}

/** Count what the filters show, into the lines and spots; return how many agreements that is. */
export function countShown(scene, filters) {
  for (const spot of scene.spots) spot.count = 0;
  const seen = new Set();
  for (const line of scene.lines) {
    const shown = line.bonds.filter((bond) => filters.shows(bond));
    line.count = shown.reduce((sum, bond) => sum + (bond.n ?? 1), 0);
    for (const end of new Set([line.one, line.two])) end.count += line.count;
    if (line.count) seen.add(line.href);
  }
  scene.most = Math.max(...scene.spots.map(({ count }) => count));
  return scene.all ? scene.all.reduce((sum, bond) => sum + (filters.shows(bond) ? bond.n : 0), 0) : seen.size;
}
