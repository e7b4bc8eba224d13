// Places for the words beside a mark: below, right, above or left of it, where nothing else stands.
const HIGH = 17;

// Returns the boxes in which words of *length* pixels could stand, the best first.
export function places({ x, y }, radius, length, width) {
  const [left, middle] = [x - length / 2, y - HIGH / 2];
  const tried = [[left, y + radius + 1], [x + radius + 4, middle], [left, y - radius - HIGH - 1], [x - radius - 4 - length, middle]];
  return tried.map(([at, top]) => [at, top, at + length, top + HIGH]).filter((box) => box[0] >= 0 && box[2] <= width && box[1] >= 0);
}

// Returns the first of *boxes* that meets none of those that are *taken*, and takes it.
export function findPlace(boxes, taken) {
  const meets = (a, b) => a[2] > b[0] && a[0] < b[2] && a[3] > b[1] && a[1] < b[3];
  const found = boxes.find((box) => taken.every((other) => !meets(box, other)));
  if (found) taken.push(found);
  return found;
}
