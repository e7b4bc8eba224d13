// The picture on the first page: neighbours light up, and it can be moved and enlarged.
// Without this script the picture still stands, and every node is a link.

function lightUp(svg) {
  const nodes = new Map([...svg.querySelectorAll("a.node")].map((node) => [node.dataset.i, node]));
  const edges = [...svg.querySelectorAll("line")];
  const show = (index) => {
    svg.classList.add("focused");
    nodes.get(index).classList.add("near");
    for (const edge of edges) {
      const near = edge.dataset.a === index || edge.dataset.b === index;
      edge.classList.toggle("near", near);
      if (near) for (const end of [edge.dataset.a, edge.dataset.b]) nodes.get(end).classList.add("near");
    }
  };
  const clear = () => {
    svg.classList.remove("focused");
    svg.querySelectorAll(".near").forEach((part) => part.classList.remove("near"));
  };
  for (const [index, node] of nodes) {
    for (const event of ["pointerenter", "focus"]) node.addEventListener(event, () => { clear(); show(index); });
    for (const event of ["pointerleave", "blur"]) node.addEventListener(event, clear);
  }
}

function makeMovable(svg, texts, holder) {
  const whole = svg.viewBox.baseVal;
  const [width, height] = [whole.width, whole.height];
  const view = { x: 0, y: 0, scale: 1 };
  const apply = () => {
    view.scale = Math.min(8, Math.max(1, view.scale));
    const [w, h] = [width / view.scale, height / view.scale];
    view.x = Math.min(width - w, Math.max(0, view.x));
    view.y = Math.min(height - h, Math.max(0, view.y));
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${w} ${h}`);
  };
  const zoom = (factor, fx = 0.5, fy = 0.5) => {
    const before = view.scale;
    view.scale = Math.min(8, Math.max(1, view.scale * factor));
    view.x += (width / before - width / view.scale) * fx;
    view.y += (height / before - height / view.scale) * fy;
    apply();
  };
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // a plain wheel scrolls the page
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }, { passive: false });
  let held = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && view.scale > 1) held = [event.clientX, event.clientY];
  });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    const ratio = width / view.scale / svg.getBoundingClientRect().width;
    view.x -= (event.clientX - held[0]) * ratio;
    view.y -= (event.clientY - held[1]) * ratio;
    held = [event.clientX, event.clientY];
    apply();
  });
  window.addEventListener("pointerup", () => { held = null; });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  for (const [sign, text, act] of [["+", texts.zoomIn, () => zoom(1.5)], ["−", texts.zoomOut, () => zoom(1 / 1.5)],
    ["○", texts.zoomReset, () => zoom(0)]]) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: sign, title: text });
    button.setAttribute("aria-label", text);
    button.addEventListener("click", act);
    holder.append(button);
  }
}

for (const graph of document.querySelectorAll(".graph")) {
  for (const svg of graph.querySelectorAll("svg.picture")) {
    lightUp(svg);
    const holder = document.createElement("div");
    holder.className = `zoom ${svg.classList.contains("wide") ? "for-wide" : "for-narrow"}`;
    svg.after(holder);
    makeMovable(svg, graph.dataset, holder);
  }
  graph.dataset.ready = "true";
}
