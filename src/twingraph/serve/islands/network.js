// The network of cities and institutions. Without this script the page has a picture and a table.

import { quadtree } from "d3-quadtree";
import { zoomIdentity } from "d3-zoom";
import { Filters, filterRows, setAddress } from "./drawn/filters.js";
import { Addresses } from "./drawn/links.js";
import { makePeriod } from "./drawn/period.js";
import { Stage } from "./drawn/stage.js";
import { addButtons, addLegend } from "./drawn/tools.js";
import { nearest, step } from "./drawn/walk.js";
import { readWords } from "./drawn/words.js";
import { applyFilters, readGraph } from "./network/graph.js";
import { paintNetwork } from "./network/paint.js";

const TWICE = 260; // milliseconds that a second click may take

class NetworkPicture {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.say = readWords(root);
    this.addresses = new Addresses(root.dataset.root, root.dataset.askedLanguage, data.pieces);
    this.graph = readGraph(data, this.addresses);
    this.focus = root.dataset.focus ? this.graph.nodes[0] : null;
    this.filters = new Filters(data, () => this.refresh());
    this.stage = new Stage(root, this.say, this);
  }

  begin() {
    addButtons(this.stage);
    addLegend(document.querySelector("ul.kinds"), this.filters, this.graph.bonds);
    this.output = document.createElement("output");
    const period = makePeriod(this.filters, this.graph.bonds, this.say);
    const row = Object.assign(document.createElement("div"), { className: "under" });
    row.append(...(period ? [period] : []), this.output);
    if (!this.root.classList.contains("alone")) this.root.after(row);
    this.#listenToPartners();
    this.count();
    this.stretch();
    this.stage.start([this.scaleOfAll() * 0.6, this.scaleOfAll() * 60], this.fromAddress() ?? this.fitting());
  }

  #listenToPartners() {
    const form = document.querySelector("form.least");
    form?.addEventListener("submit", (event) => event.preventDefault());
    form?.querySelector("[name=partners]").addEventListener("input", (event) => {
      this.filters.set({ partners: Math.max(1, Number(event.target.value) || 1) });
    });
    form?.querySelector("button").remove();
  }

  refresh() {
    this.count();
    this.stage.drawSoon();
  }

  count() {
    const shown = applyFilters(this.graph, this.filters, this.focus);
    this.tree = null;
    this.output.textContent = this.say("shown", { shown: shown, total: this.data.total });
    filterRows(this.filters);
  }

  /** A wide picture is drawn wide. */
  stretch() {
    this.stage.stretch = Math.min(Math.max((this.stage.width / this.stage.height) * 0.82, 0.75), 1.45);
  }

  paint(ctx, stage) {
    this.stretch();
    stage.scale = stage.transform.k / this.scaleOfAll();
    paintNetwork(ctx, stage, this);
  }

  scaleOfAll() {
    const { width, height, stretch } = this.stage;
    const room = this.focus ? [width < 500 ? 66 : 120, 44] : [16, 16];
    return Math.min((width / 2 - room[0]) / stretch, height / 2 - room[1]);
  }

  fitting() { return zoomIdentity.translate(this.stage.width / 2, this.stage.height / 2).scale(this.scaleOfAll()); }

  fromAddress() {
    const at = new URLSearchParams(location.search).get("at")?.split(",").map(Number);
    if (at?.length !== 3 || !at.every(Number.isFinite) || at[2] <= 0) return null;
    const { width, height } = this.stage;
    const k = at[2] * this.scaleOfAll();
    return zoomIdentity.translate(width / 2 - at[0] * k, height / 2 - at[1] * k).scale(k);
  }

  /** Write into the address what is seen, unless it is all. */
  seen() {
    if (!this.begun) { // the first view is that of the address
      this.begun = true;
      this.stage.fits = !this.fromAddress();
      return;
    }
    const { transform: { k, x, y }, width, height } = this.stage;
    const zoom = k / this.scaleOfAll();
    const at = [(width / 2 - x) / k, (height / 2 - y) / k];
    const same = Math.abs(zoom - 1) < 1e-6 && Math.hypot(...at) * k < 0.5;
    this.stage.fits = same;
    setAddress({ at: same ? [] : [`${at[0].toFixed(5)},${at[1].toFixed(5)},${zoom.toFixed(4)}`] });
  }

  home() { this.whole(); }

  whole() { this.stage.go(this.fitting()); }

  /** Return the node or the line at a point. */
  find(x, y) {
    const { k, x: left, y: top } = this.stage.transform;
    const { stretch } = this.stage;
    this.tree ??= quadtree(this.graph.ranked, (node) => node.u * stretch, (node) => node.v);
    const node = this.tree.find((x - left) / k, (y - top) / k, 14 / k);
    if (node && Math.hypot(node.x - x, node.y - y) <= Math.max(node.r + 3, 9)) return node;
    let [best, least] = [null, 5];
    for (const line of this.graph.lines) {
      const distance = line.shown.length ? toLine(line, x, y) : Infinity;
      if (distance < least) [best, least] = [line, distance];
    }
    return best;
  }

  describe(thing) {
    if (!thing) return null;
    if (thing.lines) {
      const middle = thing === this.focus ? `, ${this.say("centre")}` : "";
      return `${thing.name}\n${this.say.count("partner", "partners", thing.partners)}${middle}`;
    }
    const bonds = thing.shown.map((bond) => `${this.data.kinds[bond.kind][1]}, ${this.say.years(bond)}${bond.planned ? `, ${this.say("planned")}` : ""}`);
    return [`${thing.one.name} – ${thing.two.name}`, ...bonds.slice(0, 5), ...(bonds.length > 5 ? ["…"] : [])].join("\n");
  }

  point(x, y) {
    const hit = x === null ? null : this.find(x, y);
    this.stage.tell(this.describe(hit), x, y);
    this.stage.canvas.style.cursor = hit ? "pointer" : "";
    if (hit === this.hit) return;
    this.hit = hit;
    this.stage.drawSoon();
  }

  click(x, y) {
    const hit = this.find(x, y);
    clearTimeout(this.waiting);
    if (hit?.lines) this.waiting = setTimeout(() => this.#centre(hit), TWICE);
    else if (hit) this.stage.open(this.#lineAddress(hit));
  }

  doubleClick(x, y) {
    clearTimeout(this.waiting);
    const hit = this.find(x, y);
    if (hit?.lines) this.stage.open(hit.href);
  }

  #lineAddress({ shown, one, two }) { return this.addresses.line(shown, one.path, two.path); }

  /** Put a party in the middle: another address, so Back leads here again. */
  #centre(node) {
    if (node === this.focus) return;
    const url = new URL(location.href);
    for (const name of ["at", "all", "city", "q"]) url.searchParams.delete(name);
    if (this.focus && !url.searchParams.has("focus")) url.searchParams.append("focus", this.focus.path);
    const foci = [...url.searchParams.getAll("focus").filter((path) => path !== node.path), node.path].slice(-6);
    url.searchParams.delete("focus");
    for (const path of foci) url.searchParams.append("focus", decodeURIComponent(path));
    this.stage.open(`${url.pathname}${url.search}#picture`);
  }

  leave() { this.#light(null); }

  /** Keys: arrows go to neighbours, Enter opens, space puts into the middle, numbers set the depth. */
  press(event) {
    if (event.key.startsWith("Arrow") && event.shiftKey) return () => this.stage.pan(...step(event.key, -80));
    if (event.key.startsWith("Arrow")) return () => this.#walk(event.key);
    const depth = document.querySelector(`.depths [data-depth="${event.key}"]`);
    if (depth) return () => location.assign(`${depth.href}#picture`);
    if (!this.node) return null;
    if (event.key === "Enter") return () => this.stage.open(this.node.href);
    return event.key === " " ? () => this.#centre(this.node) : null;
  }

  #walk(key) {
    if (!this.node) return this.#light(this.focus ?? this.graph.ranked[0]);
    const near = this.node.lines.filter((line) => line.shown.length).map(({ one, two }) => (one === this.node ? two : one));
    return this.#light(nearest(near, this.node.x, this.node.y, null, key, this.node) ?? this.node);
  }

  #light(node) {
    this.node = this.hit = node;
    if (node) this.stage.show(node.x, node.y);
    this.stage.draw();
    this.stage.tell(this.describe(node), node?.x, node?.y, true);
  }
}

function toLine({ one, two }, x, y) {
  const [dx, dy] = [two.x - one.x, two.y - one.y];
  const share = Math.max(0, Math.min(1, ((x - one.x) * dx + (y - one.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - one.x - share * dx, y - one.y - share * dy);
}

for (const root of document.querySelectorAll(".pic[data-picture=network]")) {
  try {
    const answer = await fetch(root.dataset.source);
    if (!answer.ok) throw new Error(`${answer.status}`);
    root.picture = new NetworkPicture(root, await answer.json());
    root.picture.begin();
    root.dataset.ready = "true";
    if (location.hash === "#picture") root.querySelector("canvas").focus();
  } catch (error) {
    root.append(Object.assign(document.createElement("p"), { className: "meta", textContent: root.dataset.failed }));
    console.warn(error);
  }
}
