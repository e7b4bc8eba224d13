// Bars: what a row is called, and its number.
import { naming, nameOf, of, pageOf } from "./columns.js";
import { linked, shorten, svg } from "./dom.js";

export const MOST_BARS = 60;
const ROW = 26;

export function drawChart(result, columns, { labels, t }, width) {
  const value = of(columns, "number").at(-1);
  const chosen = namingBeside(columns, value);
  const rows = result.rows.filter((row) => row[value.index]).slice(0, MOST_BARS);
  const numbers = rows.map((row) => Number(row[value.index].value));
  const isNarrow = width < 560;
  const left = isNarrow ? 0 : Math.min(320, width * 0.4);
  const step = isNarrow ? ROW * 1.9 : ROW;
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  const scale = (number) => left + ((number - low) / (high - low || 1)) * (width - left - 70);
  const root = svg("svg", { class: "drawing of-chart", width, height: rows.length * step + 8, role: "group", "aria-label": t("view.chart") });
  rows.forEach((row, at) => {
    const y = at * step + 6;
    root.append(bar({ row, y, left, isNarrow, name: nameOf(row, chosen, labels), labels }, [scale(0), scale(numbers[at])], t.number(numbers[at])));
  });
  return { drawing: root, shown: rows.length };
}

function namingBeside(columns, value) {
  const others = columns.filter((column) => column !== value && column.kind !== "empty");
  const named = naming(others.filter((column) => column.kind !== "number"));
  const years = others.filter((column) => column.kind === "number");
  return named.length ? [...years, ...named].sort((a, b) => a.index - b.index) : years;
}

function bar({ row, y, left, isNarrow, name, labels }, [from, to], number) {
  const href = pageOf(row, labels);
  const top = isNarrow ? y + 18 : y;
  const text = isNarrow ? { x: 0, y: y + 12 } : { x: left - 10, y: y + 14, "text-anchor": "end" };
  const most = isNarrow ? 48 : Math.floor(left / 7.5);
  return svg("g", {},
    linked(href, svg("title", {}, `${name}: ${number}`), svg("text", text, shorten(name, most))),
    svg("rect", { class: "d-bar", x: Math.min(from, to), y: top, width: Math.max(1, Math.abs(to - from)), height: ROW - 9, rx: 2 }),
    svg("text", { class: "d-n", x: Math.max(from, to) + 6, y: top + 13 }, number));
}
