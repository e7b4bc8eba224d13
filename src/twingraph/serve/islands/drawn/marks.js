// Shapes: the second channel beside colour.

/** Add a mark of a kind of agreement, at x and y, to the path of *ctx*; the most frequent kind has none. */
export function addMark(ctx, group, x, y, size) {
  const corners = MARKS[group];
  if (corners) {
    corners.forEach(([cx, cy], i) => (i ? ctx.lineTo(x + cx * size, y + cy * size) : ctx.moveTo(x + cx * size, y + cy * size)));
    ctx.closePath();
  }
}

const MARKS = {
  friendship: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  contact: [[0, -1.2], [1.15, 0.9], [-1.15, 0.9]],
  solidarity: [[0, 1.2], [1.15, -0.9], [-1.15, -0.9]],
  project: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  paper: [[-1.1, -0.7], [-0.7, -1.1], [0, -0.4], [0.7, -1.1], [1.1, -0.7], [0.4, 0], [1.1, 0.7], [0.7, 1.1], [0, 0.4],
    [-0.7, 1.1], [-1.1, 0.7], [-0.4, 0]],
};

/** Keeps labels apart: a grid of cells that are taken. */
export class LabelGrid {
  constructor(width, height, cell = 4) {
    this.cell = cell;
    this.columns = Math.ceil(width / cell);
    this.rows = Math.ceil(height / cell);
    this.taken = new Uint8Array(this.columns * this.rows);
  }

  /** Take the room of a box and return true, or false where some of it is taken or outside. */
  take(left, top, right, bottom, force = false) {
    const [c0, r0] = [Math.floor(left / this.cell), Math.floor(top / this.cell)];
    const [c1, r1] = [Math.floor(right / this.cell), Math.floor(bottom / this.cell)];
    if (!force && (c0 < 0 || r0 < 0 || c1 >= this.columns || r1 >= this.rows)) return false;
    if (!force && this.#some(c0, r0, c1, r1)) return false;
    for (let r = Math.max(r0, 0); r <= Math.min(r1, this.rows - 1); r++) {
      this.taken.fill(1, r * this.columns + Math.max(c0, 0), r * this.columns + Math.min(c1, this.columns - 1) + 1);
    }
    return true;
  }

  #some(c0, r0, c1, r1) {
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) if (this.taken[r * this.columns + c]) return true;
    }
    return false;
  }
}

/** Write names beside marks, the first of the list first, where there is room: [{ x, y, r, text, bold, left }]. */
export function writeLabels(ctx, items, size, colours, grid, most = 150) {
  let written = 0;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const item of items) {
    if (written >= most) break;
    const type = item.bold ? size + 1 : size;
    ctx.font = `${item.bold ? 650 : 450} ${type}px ${colours.font}`;
    item.wide ??= ctx.measureText(item.text).width;
    if (place(item, type, grid)) {
      written += 1;
      halo(ctx, item.text, ...item.at, colours);
    }
  }
  return written;
}

function place(item, type, grid) {
  const gap = item.r + 4;
  const sides = item.left ? [-gap - item.wide, gap] : [gap, -gap - item.wide];
  for (const side of sides) {
    const left = item.x + side;
    if (grid.take(left, item.y - type * 0.55, left + item.wide + 1, item.y + type * 0.55)) {
      item.at = [left, item.y];
      return true;
    }
  }
  if (!item.bold || !item.first) return false;
  item.at = [item.x - item.wide / 2, item.y - item.r - type]; // the middle has its name in any case
  return true;
}

function halo(ctx, text, x, y, colours) {
  ctx.textAlign = "left";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = colours.halo ?? colours.card;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colours.ink;
  ctx.fillText(text, x, y);
}
