/** Place of a drawn thing, in px from the corner of its drawing. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Way of a thing to its present place, in px. */
export interface Move {
  readonly key: string;
  readonly dx: number;
  readonly dy: number;
}

/** Changes between two drawings. */
export interface Motion {
  readonly moved: readonly Move[];
  readonly gone: readonly string[];
}

/** Max number of things in motion: a drawing that changes as a whole changes at once. */
const MOTIONS_MAX = 80;
const NONE: Motion = { moved: [], gone: [] };

/** Returns the moved and the removed things between two drawings. */
export function motionBetween(before: ReadonlyMap<string, Place>, after: ReadonlyMap<string, Place>): Motion {
  const moved = [...after].flatMap(([key, { x, y }]) => {
    const former = before.get(key);
    const isSame = former === undefined || (former.x === x && former.y === y);
    return isSame ? [] : [{ key, dx: former.x - x, dy: former.y - y }];
  });
  const gone = [...before.keys()].filter((key) => !after.has(key));
  return moved.length + gone.length > MOTIONS_MAX ? NONE : { moved, gone };
}
