// From one thing of a picture to the next, by pointer and by key.

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** Return the move of an arrow key, some pixels long. */
export const step = (key, length) => WAYS[key].map((part) => part * length);

/**
 * Return the nearest of *items*, which have x and y: within the reach of each, or in the direction of an arrow key;
 * null where there is none.
 */
export function nearest(items, x, y, reach, key = null, except = null) {
  let best = null;
  let least = Infinity;
  for (const item of items) {
    if (item === except) continue;
    const cost = key ? inDirection(item.x - x, item.y - y, WAYS[key]) : Math.hypot(item.x - x, item.y - y);
    if (cost < least && (key || cost <= reach(item))) [best, least] = [item, cost];
  }
  return best;
}

/** Return how far something is for who goes one way: what lies aside costs more, what lies behind is out of reach. */
function inDirection(dx, dy, [wx, wy]) {
  const ahead = dx * wx + dy * wy;
  const aside = Math.abs(dx * wy - dy * wx);
  return ahead > 1e-6 && aside < ahead * 2.5 ? ahead + 2 * aside : Infinity;
}
