// A canvas that can be moved and enlarged: what map and network share. What is on it, each paints itself.

import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { readColours, watchColours } from "./colours.js";

const SLOW = 14; // milliseconds: what takes longer is moved as an image, and painted again now and then

export class Stage {
  /**
   * @param root The element that the picture stands in.
   * @param say Its words.
   * @param actors paint(ctx, stage), seen(): after a move, pick(x, y): what is there, press(key, event).
   */
  constructor(root, say, actors) {
    Object.assign(this, { root, say, actors, transform: zoomIdentity, colours: readColours(), hit: null, cost: 0 });
    this.canvas = makeCanvas(root);
    this.ctx = this.canvas.getContext("2d", { willReadFrequently: true });
    this.copy = document.createElement("canvas");
    this.tip = add(root, "div", "tip");
    this.hint = add(root, "p", "hint");
    this.live = add(root, "p", "hidden");
    this.live.setAttribute("aria-live", "polite");
    this.tip.hidden = this.hint.hidden = true;
    this.resize();
  }

  /** Begin: how far it can be enlarged, and where to. */
  start(extent, transform) {
    this.zoom = zoom().scaleExtent(extent).clickDistance(4).filter((event) => this.#wants(event))
      .on("start", () => { this.moving = true; })
      .on("zoom", (event) => this.#move(event.transform))
      .on("end", () => { this.moving = false; this.draw(); this.actors.seen(); });
    this.selection = select(this.canvas);
    this.selection.call(this.zoom).on("dblclick.zoom", null);
    this.go(transform);
    this.#listen();
    watchColours(() => { this.colours = readColours(); this.draw(); });
    new ResizeObserver(() => this.#fit()).observe(this.root);
  }

  /** Move to a place and scale. */
  go(transform) { this.selection.call(this.zoom.transform, transform); }

  /** Enlarge around the middle. */
  scaleBy(factor) { this.selection.call(this.zoom.scaleBy, factor); }

  /** Move by a part of what is seen. */
  pan(x, y) { this.selection.call(this.zoom.translateBy, x / this.transform.k, y / this.transform.k); }

  /** Bring a place of the screen into view. */
  show(x, y) {
    const margin = 60;
    const off = (at, size) => (at < margin ? margin - at : at > size - margin ? size - margin - at : 0);
    const [dx, dy] = [off(x, this.width), off(y, this.height)];
    if (dx || dy) this.pan(dx, dy);
  }

  /** Read the size of the element; return whether it changed. */
  resize() {
    const box = this.canvas.getBoundingClientRect();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    if (box.width === this.width && box.height === this.height && ratio === this.ratio) return false;
    Object.assign(this, { width: Math.max(box.width, 1), height: Math.max(box.height, 1), ratio });
    for (const canvas of [this.canvas, this.copy]) {
      canvas.width = Math.round(this.width * ratio);
      canvas.height = Math.round(this.height * ratio);
    }
    return true;
  }

  /** Paint it all anew, now. */
  draw() {
    const began = performance.now();
    this.ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.actors.paint(this.ctx, this);
    this.cost = performance.now() - began;
    this.painted = { at: performance.now(), transform: this.transform };
    this.copied = false;
  }

  /** Paint at the next frame. */
  drawSoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.moving && this.cost > SLOW && performance.now() - this.painted.at < this.cost * 8) this.#shift();
      else this.draw();
    });
  }

  /** Say what is there, beside it and to who listens. */
  tell(text, x, y, aloud = false) {
    this.tip.hidden = !text;
    this.tip.textContent = text ?? "";
    if (aloud) this.live.textContent = text ?? "";
    if (!text) return;
    const box = this.tip.getBoundingClientRect();
    const left = Math.min(Math.max(x + 14, 4), this.width - box.width - 4);
    const top = y + 18 + box.height > this.height ? y - box.height - 12 : y + 18;
    this.tip.style.transform = `translate(${left}px, ${Math.max(top, 4)}px)`;
  }

  /** Follow a link; in a frame of another page it opens beside it. */
  open(address) {
    if (!address) return;
    if (this.root.classList.contains("alone")) window.open(address, "_blank", "noopener");
    else location.assign(address);
  }

  #move(transform) {
    this.transform = transform;
    this.tell(null);
    this.drawSoon();
  }

  /** Move what was painted as an image. */
  #shift() {
    if (!this.copied) {
      this.copy.getContext("2d", { willReadFrequently: true }).drawImage(this.canvas, 0, 0);
      this.copied = true;
    }
    const { k, x, y } = this.painted.transform;
    const scale = this.transform.k / k;
    this.ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.ctx.fillStyle = this.actors.ground?.(this) ?? this.colours.card;
    this.ctx.fillRect(0, 0, this.canvas.width, this.canvas.height);
    const left = (this.transform.x - x * scale) * this.ratio;
    const top = (this.transform.y - y * scale) * this.ratio;
    this.ctx.drawImage(this.copy, left, top, this.copy.width * scale, this.copy.height * scale);
  }

  #wants(event) {
    if (event.type === "wheel") return event.ctrlKey || event.metaKey || this.#suggest("wheel");
    if (event.type.startsWith("touch")) return event.touches.length > 1 || this.#suggest("fingers");
    return !event.button && !event.ctrlKey;
  }

  /** Tell for a moment how to move the picture; the page scrolls meanwhile. */
  #suggest(key) {
    this.hint.textContent = this.say(key);
    this.hint.hidden = false;
    clearTimeout(this.hinted);
    this.hinted = setTimeout(() => { this.hint.hidden = true; }, 1600);
    return false;
  }

  #fit() {
    const [width, height] = [this.width, this.height];
    if (!this.resize()) return;
    if (this.fits) {
      this.actors.home();
      return;
    }
    const { k, x, y } = this.transform;
    this.go(zoomIdentity.translate(x + (this.width - width) / 2, y + (this.height - height) / 2).scale(k));
  }

  #listen() {
    const at = (event) => [event.offsetX, event.offsetY];
    this.canvas.addEventListener("pointermove", (event) => { if (!this.moving) this.actors.point(...at(event)); });
    this.canvas.addEventListener("pointerleave", () => this.actors.point(null));
    this.canvas.addEventListener("click", (event) => { if (!event.defaultPrevented) this.actors.click(...at(event), event); });
    this.canvas.addEventListener("dblclick", (event) => this.actors.doubleClick?.(...at(event), event));
    this.canvas.addEventListener("keydown", (event) => this.#press(event));
    this.canvas.addEventListener("blur", () => this.actors.leave?.());
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { "+": () => this.scaleBy(1.5), "=": () => this.scaleBy(1.5), "-": () => this.scaleBy(1 / 1.5), 0: () => this.actors.whole() };
    const act = moves[event.key] ?? this.actors.press(event);
    if (!act) return;
    event.preventDefault();
    act();
  }
}

function makeCanvas(root) {
  const canvas = add(root, "canvas", "");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", `${root.dataset.about} ${root.dataset.description}`);
  return canvas;
}

/** Add an element of a class to another and return it. */
export function add(parent, name, className, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  if (className) made.className = className;
  parent.append(made);
  return made;
}
