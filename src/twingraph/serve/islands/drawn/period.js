// The choice of years: two numbers, a track with two handles over a small chart of beginnings.

/** Return the element that chooses years for *filters*; nothing where no year is known. */
export function makePeriod(filters, bonds, say) {
  const [first, last] = filters.data.years;
  if (!first || first === last) return null;
  const box = element("fieldset", { className: "period" });
  box.append(element("legend", { textContent: say("period") }));
  const from = pair(say("from"), filters.since ?? first, first, last);
  const until = pair(say("until"), filters.until ?? last, first, last);
  const track = element("div", { className: "track" });
  track.append(chart(bonds, first, last), from.range, until.range);
  box.append(from.label, track, until.label);
  const apply = (low, high) => {
    [low, high] = [Math.min(low, high), Math.max(low, high)];
    for (const [field, value] of [[from, low], [until, high]]) field.number.value = field.range.value = value;
    shade(track, (low - first) / (last - first), (high - first) / (last - first));
    filters.set({ since: low > first ? low : null, until: high < last ? high : null });
  };
  const listen = (name) => apply(clamp(from[name].value, first, first, last), clamp(until[name].value, last, first, last));
  for (const field of [from, until]) {
    field.range.addEventListener("input", () => listen("range"));
    field.number.addEventListener("change", () => listen("number"));
  }
  shade(track, (from.range.value - first) / (last - first), (until.range.value - first) / (last - first));
  if (filters.data.undated) box.append(undatedBox(filters, say));
  return box;
}

const element = (name, properties) => Object.assign(document.createElement(name), properties);

const clamp = (value, otherwise, low, high) => Math.min(high, Math.max(low, Math.round(Number(value)) || otherwise));

function pair(name, value, min, max) {
  const label = element("label", { textContent: `${name} ` });
  const number = element("input", { type: "number", min, max, value, inputMode: "numeric" });
  const range = element("input", { type: "range", min, max, value });
  range.setAttribute("aria-label", name);
  label.append(number);
  return { label, number, range };
}

function undatedBox(filters, say) {
  const label = element("label", { className: "undated" });
  const box = element("input", { type: "checkbox", checked: filters.undated });
  box.addEventListener("change", () => filters.set({ undated: box.checked }));
  label.append(box, ` ${say("undated")}`);
  return label;
}

function chart(bonds, first, last) {
  const counts = new Array(last - first + 1).fill(0);
  for (const bond of bonds) if (bond.first) counts[bond.first - first] += bond.n ?? 1;
  const most = Math.max(...counts, 1);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${counts.length} 1`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", counts.map((n, i) => `M${i + 0.12} 1V${1 - Math.sqrt(n / most)}h0.76V1Z`).join(""));
  svg.append(path);
  return svg;
}

function shade(track, low, high) {
  track.style.setProperty("--low", low);
  track.style.setProperty("--high", high);
}
