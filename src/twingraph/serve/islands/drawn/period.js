// The choice of years: two numbers, a track with two handles over a small chart of beginnings.

/** Return the element that chooses years for *filters*; nothing where no year is known. */
export function makePeriod(filters, bonds, say) {
  const [first, last] = filters.data.years;
  if (!first || first === last) return null;
  const box = element("fieldset", { className: "period" });
  box.append(element("legend", { textContent: say("period") }));
  const track = element("div", { className: "track" });
  const ends = [[say("from"), "low", filters.since ?? first], [say("until"), "high", filters.until ?? last]].map(
    ([name, side, value]) => makeEnd(name, side, Math.min(Math.max(value, first), last), [first, last]));
  track.append(chart(bonds, first, last), ...ends.map(({ handle }) => handle));
  box.append(ends[0].label, track, ends[1].label);
  const apply = () => {
    const [low, high] = ends.map(({ value }) => value);
    for (const end of ends) show(end, track, [first, last]);
    filters.set({ since: low > first ? low : null, until: high < last ? high : null });
  };
  ends.forEach((end, i) => {
    end.set = (year) => {
      const wanted = Math.round(year);
      if (Number.isFinite(wanted)) end.value = i ? Math.max(ends[0].value, Math.min(wanted, last)) : Math.min(ends[1].value, Math.max(wanted, first));
      apply();
    };
    listen(end, track, [first, last]);
    show(end, track, [first, last]);
  });
  if (filters.data.undated) box.append(undatedBox(filters, say));
  return box;
}

const element = (name, properties) => Object.assign(document.createElement(name), properties);

function makeEnd(name, side, value, [min, max]) {
  const label = element("label", { textContent: `${name} ` });
  const number = element("input", { type: "number", min, max, inputMode: "numeric" });
  label.append(number);
  const handle = element("span", { className: `handle ${side}`, tabIndex: 0, role: "slider" });
  const about = { role: "slider", "aria-label": name, "aria-valuemin": min, "aria-valuemax": max };
  for (const [key, text] of Object.entries(about)) handle.setAttribute(key, text);
  return { label, number, handle, side, value };
}

function show({ number, handle, side, value }, track, [first, last]) {
  number.value = value;
  handle.setAttribute("aria-valuenow", value);
  track.style.setProperty(`--${side}`, (value - first) / (last - first));
}

function listen(end, track, [first, last]) {
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: first - last, End: last - first };
  end.number.addEventListener("change", () => end.set(Number(end.number.value) || NaN));
  end.handle.addEventListener("keydown", (event) => {
    if (!(event.key in steps)) return;
    event.preventDefault();
    end.set(end.value + steps[event.key]);
  });
  end.handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    end.handle.focus();
    end.handle.setPointerCapture(event.pointerId);
  });
  end.handle.addEventListener("pointermove", (event) => {
    if (!end.handle.hasPointerCapture(event.pointerId)) return;
    const box = track.getBoundingClientRect();
    end.set(first + ((event.clientX - box.left - 12) / (box.width - 24)) * (last - first));
  });
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
