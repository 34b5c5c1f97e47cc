/** Rectangle of an element on the page, in pixels. */
export interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** Weight of a distance beside the direction of the arrow. */
const ASIDE = 3;
/** Overlap of neighbours by rounding, in pixels. */
const OVERLAP = 1;

/** Returns the index of the place that an arrow leads to; -1 without any. */
export function nearestIndex(places: readonly Place[], from: Place, arrow: Arrow): number {
  let best = -1;
  let shortest = Number.POSITIVE_INFINITY;
  for (const [index, place] of places.entries()) {
    const [ahead, aside] = distances(from, place, arrow);
    if (ahead < -OVERLAP) continue;
    const distance = ahead + ASIDE * aside;
    if (distance < shortest) [best, shortest] = [index, distance];
  }
  return best;
}

/** Returns the distance in the direction of the arrow, between the facing edges, and the gap beside it. */
function distances(from: Place, to: Place, arrow: Arrow): readonly [ahead: number, aside: number] {
  const across = Math.max(0, to.left - from.right, from.left - to.right);
  const along = Math.max(0, to.top - from.bottom, from.top - to.bottom);
  switch (arrow) {
    case 'ArrowDown':
      return [to.top - from.bottom, across];
    case 'ArrowUp':
      return [from.top - to.bottom, across];
    case 'ArrowRight':
      return [to.left - from.right, along];
    case 'ArrowLeft':
      return [from.left - to.right, along];
  }
}
