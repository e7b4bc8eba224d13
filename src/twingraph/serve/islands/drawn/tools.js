// The buttons of a picture: nearer, farther, all, save; the legend that switches kinds on and off.

import { add } from "./stage.js";
import { groupOf } from "./colours.js";
import { LabelGrid } from "./marks.js";
import { SvgPaper } from "./svg_paper.js";

/** Add the buttons to the picture. */
export function addButtons(stage) {
  const { root, say } = stage;
  const box = add(root, "div", "tools");
  const button = (sign, name, act) => {
    const made = add(box, "button", "", { type: "button", textContent: sign, title: name });
    made.setAttribute("aria-label", name);
    made.addEventListener("click", act);
  };
  button("+", say("in"), () => stage.scaleBy(1.6));
  button("−", say("out"), () => stage.scaleBy(1 / 1.6));
  button("⤢", say("all"), () => stage.actors.whole());
  stage.tools = box;
  const beneath = document.querySelector(".to-table");
  if (!beneath) return;
  for (const [name, act] of [["PNG", savePng], ["SVG", saveSvg]]) {
    const made = add(beneath, "button", "save", { type: "button", textContent: name, title: `${say("save")} ${name}` });
    made.setAttribute("aria-label", made.title);
    made.addEventListener("click", () => act(stage));
  }
}

/** Return a grid for labels in which the room under the buttons is taken. */
export function labelGrid(stage) {
  const grid = new LabelGrid(stage.width, stage.height);
  const { offsetLeft: x, offsetTop: y, offsetWidth: w, offsetHeight: h } = stage.tools ?? {};
  if (w) grid.take(x - 4, y - 4, x + w + 4, y + h + 4, true);
  return grid;
}

function savePng(stage) {
  stage.draw();
  stage.canvas.toBlob((blob) => save(blob, stage, "png"));
}

function saveSvg(stage) {
  const paper = new SvgPaper(Math.round(stage.width), Math.round(stage.height), stage.ctx);
  stage.actors.paint(paper, stage);
  save(new Blob([paper.write(stage.root.dataset.about)], { type: "image/svg+xml" }), stage, "svg");
}

function save(blob, stage, ending) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${fileName(stage.root)}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Return what the picture is called as a file: the view and what was chosen. */
function fileName(root) {
  const chosen = [...new URLSearchParams(location.search)].filter(([name]) => !["at", "lang"].includes(name));
  return [root.dataset.picture, ...chosen.map(([name, value]) => `${name}-${value}`)].join("_").replace(/[^\p{L}\p{N}_-]+/gu, "-");
}

/** Make the legend a row of switches; only kinds that occur are in it. */
export function addLegend(list, filters, bonds, colours) {
  if (!list) return;
  const counts = new Map();
  for (const bond of bonds) counts.set(bond.kind, (counts.get(bond.kind) ?? 0) + (bond.n ?? 1));
  const present = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
  const samples = new Map([...list.querySelectorAll("[data-kind]")].map((item) => [item.dataset.kind, item]));
  if (present.length < 2 && samples.size) return;
  const planned = list.querySelector(".k-planned");
  list.replaceChildren(...present.map((kind) => makeSwitch(kind, samples, filters, present, colours)));
  if (planned) list.append(planned);
}

function makeSwitch(kind, samples, filters, present) {
  const [id, name] = filters.data.kinds[kind];
  const item = Object.assign(document.createElement("li"), { className: `k-${id}` });
  const button = add(item, "button", "", { type: "button" });
  const sample = samples.get(id)?.querySelector("svg") ?? document.querySelector(`.k-${groupOf(id)} svg`);
  if (sample) button.append(sample.cloneNode(true));
  button.append(name);
  const show = () => button.setAttribute("aria-pressed", !filters.kinds.size || filters.kinds.has(kind));
  button.addEventListener("click", () => {
    filters.toggle(kind, present);
    for (const other of item.parentElement.querySelectorAll("button")) other.dispatchEvent(new Event("refresh"));
  });
  button.addEventListener("refresh", show);
  show();
  return item;
}
