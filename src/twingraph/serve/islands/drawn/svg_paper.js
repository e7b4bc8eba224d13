// A canvas that writes SVG: what is painted on it can be saved as a file of shapes.

const round = (value) => Math.round(value * 10) / 10;
const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export class SvgPaper {
  fillStyle = "#000";
  strokeStyle = "#000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "12px sans-serif";
  #parts = [];
  #path = [];
  #dash = "";

  constructor(width, height, ruler) {
    Object.assign(this, { width, height, ruler });
  }

  beginPath() { this.#path = []; }
  moveTo(x, y) { this.#path.push(`M${round(x)} ${round(y)}`); }
  lineTo(x, y) { this.#path.push(`L${round(x)} ${round(y)}`); }
  closePath() { this.#path.push("Z"); }
  rect(x, y, w, h) { this.#path.push(`M${round(x)} ${round(y)}h${round(w)}v${round(h)}h${round(-w)}Z`); }
  setLineDash(dash) { this.#dash = dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : ""; }

  arc(x, y, r) { // only whole circles are painted
    const d = round(2 * r);
    this.#path.push(`M${round(x + r)} ${round(y)}a${round(r)} ${round(r)} 0 1 1 ${-d} 0a${round(r)} ${round(r)} 0 1 1 ${d} 0Z`);
  }

  fill() { this.#add(`<path d="${this.#path.join("")}" fill="${escape(this.fillStyle)}" fill-opacity="${this.globalAlpha}"/>`); }

  stroke() {
    this.#add(`<path d="${this.#path.join("")}" fill="none" stroke="${escape(this.strokeStyle)}" ` +
      `stroke-width="${round(this.lineWidth)}" stroke-opacity="${this.globalAlpha}" stroke-linecap="round"${this.#dash}/>`);
  }

  fillRect(x, y, w, h) {
    this.#add(`<rect x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}" fill="${escape(this.fillStyle)}"/>`);
  }

  fillText(text, x, y) { this.#text(text, x, y, `fill="${escape(this.fillStyle)}"`); }

  strokeText(text, x, y) {
    this.#text(text, x, y, `fill="none" stroke="${escape(this.strokeStyle)}" stroke-width="${this.lineWidth}" stroke-linejoin="round"`);
  }

  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  /** Return the file. */
  write(title) {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${this.width} ${this.height}" width="${this.width}" ` +
      `height="${this.height}" role="img"><title>${escape(title)}</title>\n${this.#parts.join("\n")}\n</svg>\n`;
  }

  #text(text, x, y, paint) {
    const [, weight, size, family] = this.font.match(/^(?:(\d+) )?([\d.]+)px (.*)$/);
    const anchor = this.textAlign === "center" ? "middle" : "start";
    this.#add(`<text x="${round(x)}" y="${round(y)}" dy="0.35em" font-size="${size}" font-weight="${weight ?? 400}" ` +
      `font-family="${escape(family)}" text-anchor="${anchor}" ${paint}>${escape(text)}</text>`);
  }

  #add(part) { this.#parts.push(part); }
}
