// The map: arcs between cities, or counts between countries. Without this script the page has a picture and a table.

import { zoomIdentity } from "d3-zoom";
import { Filters, filterRows, setAddress } from "./drawn/filters.js";
import { Addresses } from "./drawn/links.js";
import { makePeriod } from "./drawn/period.js";
import { Stage } from "./drawn/stage.js";
import { addButtons, addLegend } from "./drawn/tools.js";
import { nearest, step } from "./drawn/walk.js";
import { readWords } from "./drawn/words.js";
import { paintMap } from "./map/paint.js";
import { countShown, readScene } from "./map/scene.js";
import { distanceTo, loadLand, projection } from "./map/shapes.js";

class MapPicture {
  constructor(root, data, land) {
    this.root = root;
    this.say = readWords(root);
    this.data = data;
    this.land = land;
    this.scene = readScene(data, new Addresses(root.dataset.root, root.dataset.askedLanguage, data.pieces), this.say);
    this.filters = new Filters(data, () => this.refresh());
    this.stage = new Stage(root, this.say, this);
  }

  begin() {
    addButtons(this.stage);
    addLegend(document.querySelector("ul.kinds"), this.filters, this.scene.bonds);
    this.output = document.createElement("output");
    const period = makePeriod(this.filters, this.scene.bonds, this.say);
    const row = document.createElement("div");
    row.className = "under";
    row.append(...(period ? [period] : []), this.output);
    if (!this.root.classList.contains("alone")) this.root.after(row);
    this.count();
    for (const spot of this.scene.spots) spot.weight = spot.count || 1;
    this.stage.start([this.fitting(0).k * 0.8, 80], this.fromAddress() ?? this.fitting());
  }

  refresh() {
    this.count();
    this.stage.drawSoon();
  }

  count() {
    const shown = countShown(this.scene, this.filters);
    this.output.textContent = this.say("shown", { shown, total: this.data.total });
    filterRows(this.filters);
  }

  paint(ctx, stage) { paintMap(ctx, stage, this); }

  ground(stage) { return stage.colours.water; }

  /** Return the place and scale that show where most is, or all. */
  fitting(share = this.scene.spots.length > 25 ? 0.07 : 0) {
    const { width, height } = this.stage;
    const [us, vs] = ["u", "v"].map((axis) => this.#range(axis, share));
    const [left, right, edge] = width < 500 ? [20, 20, 36] : [70, 90, 60];
    const k = Math.min((width - left - right) / Math.max(us[1] - us[0], 20), (height - 2 * edge) / Math.max(vs[1] - vs[0], 12), 30);
    const [u, v] = [(us[0] + us[1]) / 2, (vs[0] + vs[1]) / 2];
    return zoomIdentity.translate((left + width - right) / 2 - u * k, height / 2 - v * k).scale(k);
  }

  /** Return from where to where the spots lie, without a share of the agreements at either end. */
  #range(axis, share) {
    const spots = [...this.scene.spots].sort((a, b) => a[axis] - b[axis]);
    const most = spots.reduce((sum, spot) => sum + spot.weight, 0);
    let sum = 0;
    const inner = spots.filter((spot) => {
      const before = sum;
      sum += spot.weight;
      return sum >= most * share && before <= most * (1 - share);
    });
    return [inner[0][axis], inner.at(-1)[axis]];
  }

  fromAddress() {
    const at = new URLSearchParams(location.search).get("at")?.split(",").map(Number);
    if (at?.length !== 3 || !at.every(Number.isFinite) || at[2] <= 0) return null;
    return this.#around([at[0], at[1]], at[2]);
  }

  /** Write into the address what is seen, unless it is all. */
  seen() {
    if (!this.begun) { // the first view is that of the address
      this.begun = true;
      this.stage.fits = !this.fromAddress();
      return;
    }
    const { transform: { k, x, y }, width, height } = this.stage;
    const place = projection.invert([(width / 2 - x) / k, (height / 2 - y) / k]);
    const whole = this.fitting();
    const same = Math.abs(whole.k / k - 1) < 1e-6 && Math.hypot(whole.x - x, whole.y - y) < 0.5;
    this.stage.fits = same;
    setAddress({ at: same || !place.every(Number.isFinite) ? [] : [`${place[0].toFixed(5)},${place[1].toFixed(5)},${k.toFixed(4)}`] });
  }

  /** Return where on the canvas a place is. */
  put(place) {
    const { k, x, y } = this.stage.transform;
    const [u, v] = projection(place);
    return [u * k + x, v * k + y];
  }

  /** Put a place into the middle. */
  centre(place, k) { this.stage.go(this.#around(place, k)); }

  #around(place, k) {
    const [u, v] = projection(place);
    return zoomIdentity.translate(this.stage.width / 2 - u * k, this.stage.height / 2 - v * k).scale(k);
  }

  home() { this.stage.go(this.fitting()); }

  whole() { this.stage.go(this.fitting(0)); }

  /** Return what is at a point: a spot, an arc, or a country. */
  find(x, y) {
    const shown = this.scene.spots.filter((spot) => spot.count && spot.x !== undefined);
    const spot = nearest(shown, x, y, (item) => Math.max(item.r, 7));
    if (spot) return spot;
    let best = { line: null, distance: 6 };
    for (const line of this.scene.lines) {
      const distance = line.count ? distanceTo(line.ways, x, y, this.stage.transform) : Infinity;
      if (distance < best.distance) best = { line, distance };
    }
    return best.line ?? this.#country(x, y);
  }

  #country(px, py) {
    const { k, x, y } = this.stage.transform;
    const place = projection.invert([(px - x) / k, (py - y) / k]);
    const found = place.every(Number.isFinite) && this.land?.find(place);
    if (!found) return null;
    const spot = this.scene.byCountry && this.scene.spots.find(({ code, count }) => code === found.code && count);
    return { shape: found.shape, country: found, name: found.name, href: spot?.href, spot, get lines() { return found.lines; }, set lines(value) { found.lines = value; } };
  }

  /** Return what to say of a thing. */
  describe(thing) {
    if (!thing) return null;
    const spot = thing.spot ?? thing;
    if (typeof thing.name === "function") return thing.name();
    if (spot.count === undefined) return thing.name;
    return [spot.name, [spot.more, this.say.count("agreement", "agreements", spot.count)].filter(Boolean).join(", ")].join("\n");
  }

  point(x, y) {
    const hit = x === null ? null : this.find(x, y);
    this.stage.tell(this.describe(hit), x, y);
    this.stage.canvas.style.cursor = hit?.href ? "pointer" : "";
    const key = hit?.country ?? hit;
    if (key !== this.hitKey) {
      this.hitKey = key;
      this.hit = hit;
      this.stage.drawSoon();
    }
  }

  click(x, y) { this.#open(this.find(x, y)); }

  #open(thing) { this.stage.open(typeof thing?.href === "function" ? thing.href() : thing?.href); }

  leave() { this.#light(null); }

  /** Keys: arrows go from spot to spot, space through the arcs of one, Enter opens. */
  press(event) {
    const shown = this.scene.spots.filter((spot) => spot.count);
    if (event.key.startsWith("Arrow") && event.shiftKey) return () => this.stage.pan(...step(event.key, -80));
    if (event.key.startsWith("Arrow")) return () => this.#light(nearest(shown, ...this.#from(), null, event.key, this.spot) ?? this.spot);
    if (event.key === "Enter" && this.hit) return () => this.#open(this.hit);
    if (event.key === " " && this.spot) return () => this.#nextLine();
    return null;
  }

  #from() { return this.spot ? [this.spot.x, this.spot.y] : [this.stage.width / 2, this.stage.height / 2]; }

  #nextLine() {
    const own = this.scene.lines.filter((line) => line.count && line.ways.length && (line.one === this.spot || line.two === this.spot));
    const line = own[(own.indexOf(this.hit) + 1) % own.length];
    if (!line) return;
    this.hit = line;
    this.stage.draw();
    this.stage.tell(this.describe(line), this.spot.x, this.spot.y, true);
  }

  #light(spot) {
    this.spot = this.hit = spot;
    if (spot) this.stage.show(spot.x, spot.y);
    this.stage.draw();
    this.stage.tell(this.describe(spot), spot?.x, spot?.y, true);
  }
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

for (const root of document.querySelectorAll(".pic[data-picture=map]")) {
  try {
    const [data, land] = await Promise.all([load(root.dataset.source), loadLand(root.dataset.language).catch(() => null)]);
    root.picture = new MapPicture(root, data, land);
    root.picture.begin();
    root.dataset.ready = "true";
  } catch (error) {
    root.append(Object.assign(document.createElement("p"), { className: "meta", textContent: root.dataset.failed }));
    console.warn(error);
  }
}
