// What came of a query: how much, in which views, and how to take it along.
import { drawChart } from "./chart.js";
import { describe, viewsOf } from "./columns.js";
import { h } from "./dom.js";
import { drawNetwork } from "./network.js";
import { drawTable } from "./table.js";
import { isIri } from "./terms.js";
import { drawTimeline } from "./timeline.js";

const DRAWERS = { chart: drawChart, network: drawNetwork, timeline: drawTimeline };
const TABLES = { csv: "CSV", tsv: "TSV", json: "JSON", xml: "XML" };
const GRAPHS = { turtle: "Turtle", jsonld: "JSON-LD", ntriples: "N-Triples", rdfxml: "RDF/XML" };
const PROGRAMS = ["curl", "Python", "R"];
const MOST_LABELS = 600;

export class Result {
  // *tools* are { labels, t, endpoint, samples, mark }; *onView* is told of the view that is chosen.
  constructor(place, tools, onView) {
    Object.assign(this, { place, tools, onView, view: "table" });
    let width = 0;
    new ResizeObserver(() => {
      if (this.holder && Math.abs(this.holder.clientWidth - width) > 24) this.draw();
      width = this.holder?.clientWidth ?? width;
    }).observe(place);
  }

  show(query, result, seconds, view) {
    Object.assign(this, { query, result, holder: null });
    const { t } = this.tools;
    this.notice = h("p", { class: "outdated", role: "status", hidden: true }, t("outdated"));
    const parts = result.columns ? this.tableParts(seconds, view) : this.otherParts();
    this.place.replaceChildren(h("h2", {}, t("result")), this.notice, ...parts, this.downloads(), this.samples());
    this.place.dataset.ready = "yes";
    if (this.holder) this.draw();
  }

  outdate(isOutdated) {
    if (this.notice) this.notice.hidden = !isOutdated;
    this.place.classList.toggle("stale", Boolean(this.notice) && isOutdated);
  }

  tableParts(seconds, view) {
    const { t } = this.tools;
    this.columns = describe(this.result);
    const views = viewsOf(this.columns);
    this.view = views.includes(view) ? view : "table";
    const missing = this.result.missing ? h("p", { class: "missing", role: "alert" }, t(`partial.${this.result.missing}`)) : "";
    if (!this.result.rows.length) return [missing || h("p", {}, t("none"))];
    this.holder = h("div", { class: "picture-of-result" });
    const n = this.result.rows.length;
    return [h("p", { class: "meta" }, t("done", { n, seconds: t.seconds(seconds) })), missing, this.choice(views), this.holder, drawTable(this.result, this.tools)];
  }

  otherParts() {
    const { t } = this.tools;
    if (this.result.boolean !== undefined) return [h("p", { class: "verdict" }, t(this.result.boolean ? "yes" : "no"))];
    const region = { class: "scroll", role: "region", tabindex: "0", "aria-label": "RDF" };
    return [h("div", region, h("pre", {}, h("code", {}, this.result.graph.slice(0, 200_000))))];
  }

  choice(views) {
    const { t } = this.tools;
    if (views.length < 2) return "";
    this.buttons = views.map((view) =>
      h("button", { type: "button", "data-view": view, "aria-pressed": String(view === this.view), click: () => this.choose(view) }, t(`view.${view}`)));
    return h("div", { class: "views", role: "group", "aria-label": t("views") }, ...this.buttons);
  }

  choose(view) {
    if (!this.buttons?.some((button) => button.dataset.view === view)) return;
    this.view = view;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    this.draw();
    this.onView(view);
  }

  async draw() {
    const { holder, view, result, tools } = this;
    if (view === "table") return holder.replaceChildren();
    await tools.labels.load(result.rows.slice(0, MOST_LABELS).flat().filter(isIri).map((term) => term.value));
    const drawer = view === "map" ? (await import("./map.js")).drawMap : DRAWERS[view];
    if (this.holder !== holder || this.view !== view) return undefined; // another one was asked for meanwhile
    const { drawing, shown, note } = drawer(result, this.columns, tools, holder.clientWidth);
    const notes = [shown < result.rows.length && view !== "map" ? tools.t("drawn", { shown, n: result.rows.length }) : "", note].filter(Boolean);
    holder.replaceChildren(drawing, notes.length ? h("p", { class: "meta" }, notes.join(" · ")) : "");
    holder.dataset.view = view;
    return undefined;
  }

  downloads() {
    const { t, endpoint } = this.tools;
    const formats = this.result.graph === undefined ? TABLES : GRAPHS;
    const links = Object.entries(this.result.boolean === undefined ? formats : { json: "JSON", xml: "XML" }).map(([format, name]) => {
      const address = `${endpoint}?${new URLSearchParams({ query: this.query, format })}`;
      return h("a", { href: address, download: `twingraph.${format}`, rel: "alternate" }, name);
    });
    return h("p", { class: "data" }, `${t("save")}: `, ...links.flatMap((link, at) => (at ? [" · ", link] : [link])), " ", this.copier());
  }

  copier() {
    const { t } = this.tools;
    if (!navigator.clipboard) return "";
    const button = h("button", { type: "button", class: "second copy", click: async () => {
      await navigator.clipboard.writeText(location.href);
      button.textContent = t("copied");
    } }, t("copy"));
    return button;
  }

  samples() {
    const { t, samples, mark } = this.tools;
    const encoded = encodeURIComponent(this.query).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
    const blocks = PROGRAMS.flatMap((name) => [
      h("h3", {}, name),
      h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": name }, h("pre", {}, h("code", {}, samples[name].replace(`query=${mark}`, `query=${encoded}`)))),
    ]);
    return this.result.columns ? h("details", { class: "samples" }, h("summary", {}, t("samples")), ...blocks) : "";
  }
}
