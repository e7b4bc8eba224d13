// Lines in time: from one date to another, or a mark where there is one date only.
import { naming, nameOf, of, pageOf } from "./columns.js";
import { linked, shorten, svg } from "./dom.js";

export const MOST_LINES = 80;
const ROW = 34;

// Returns the years, with fractions, between which a date lies: 1992 is all of that year.
export function span(text) {
  const [, year, month, day] = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?/.exec(text) ?? [];
  if (!year) return null;
  const start = Number(year) + (month ? (Number(month) - 1) / 12 : 0) + (day ? (Number(day) - 1) / 366 : 0);
  return [start, start + (day ? 1 / 366 : month ? 1 / 12 : 1)];
}

export function drawTimeline(result, columns, { labels, t }, width) {
  const dates = of(columns, "date").slice(0, 2);
  const chosen = naming(columns);
  const dated = result.rows.map((row) => ({ row, spans: dates.map(({ index }) => row[index] && span(row[index].value)) }));
  const lines = dated.filter(({ spans }) => spans.some(Boolean)).slice(0, MOST_LINES);
  const years = lines.flatMap(({ spans }) => spans.filter(Boolean).flat());
  const [first, last] = [Math.floor(Math.min(...years)), Math.ceil(Math.max(...years))];
  const scale = (year) => 6 + ((year - first) / (last - first || 1)) * (width - 12);
  const height = lines.length * ROW + 30;
  const root = svg("svg", { class: "drawing of-timeline", width, height, role: "group", "aria-label": t("view.timeline") });
  root.append(...axis(first, last, scale, height, width));
  lines.forEach(({ row, spans }, at) => {
    const title = [nameOf(row, chosen, labels), dates.map(({ index }) => row[index]?.value ?? "…").join(" – ")].join(": ");
    root.append(line(row, spans, at * ROW + 24, { scale, title, labels, width }));
  });
  return { drawing: root, shown: lines.length };
}

function axis(first, last, scale, height, width) {
  const step = [1, 2, 5, 10, 20, 50, 100].find((years) => (last - first) / years <= width / 70) ?? 200;
  const marks = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) {
    const x = scale(year);
    const anchor = x > width - 20 ? "end" : x < 20 ? "start" : "middle";
    marks.push(svg("line", { class: "d-grid", x1: x, x2: x, y1: 18, y2: height }), svg("text", { class: "d-tick", x, y: 12, "text-anchor": anchor }, String(year)));
  }
  return marks;
}

function line(row, spans, y, { scale, title, labels, width }) {
  const [begin, end] = spans[0] ? spans : [spans[1], null];
  const from = scale(begin[0]);
  const to = scale(end ? end[1] : begin[1]);
  const href = pageOf(row, labels);
  const isRight = width >= 560 && from > width * 0.6;
  const x = width < 560 ? 2 : isRight ? width - 6 : from;
  const most = Math.floor((isRight || width < 560 ? width : width - from) / 7.4);
  const text = svg("text", { x, y: y + 10, "text-anchor": isRight ? "end" : "start" }, shorten(title, most));
  const mark = end
    ? svg("rect", { class: "d-bar", x: from, y: y + 15, width: Math.max(3, to - from), height: 8, rx: 2 })
    : svg("rect", { class: "d-bar d-point", x: from, y: y + 15, width: Math.max(8, to - from), height: 8, rx: 4 });
  return linked(href, svg("title", {}, title), text, mark);
}
