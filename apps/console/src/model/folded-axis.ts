/** Stretch of time in which nothing happened, drawn short. */
export interface Fold {
  readonly from: number;
  readonly to: number;
}

/** Axis of time that draws long idle stretches short. Places are ms on the axis, from 0 to `length`; positions are shares of its length. */
export interface FoldedAxis {
  readonly folds: readonly Fold[];
  /** Length of the axis, in ms: at least 1. */
  readonly length: number;
  placeOf(at: number): number;
  /** Returns the instant at a place: inside a fold, any part of it counts. */
  instantAt(place: number): number;
  positionOf(at: number): number;
  instantOf(position: number): number;
}

/** Shortest distance between two marks of folds, and from both ends, as a share of the shown part. */
const MARK_DISTANCE = 0.12;

/** Returns the folds with room for a mark, each with its position. `positionOf`: the shown part of an axis. */
export function markedFolds(folds: readonly Fold[], positionOf: (at: number) => number): readonly (Fold & { readonly position: number })[] {
  const marked: (Fold & { position: number })[] = [];
  for (const fold of folds) {
    const position = (positionOf(fold.from) + positionOf(fold.to)) / 2;
    if (position - (marked.at(-1)?.position ?? 0) >= MARK_DISTANCE && position <= 1 - MARK_DISTANCE) marked.push({ ...fold, position });
  }
  return marked;
}

/** Longest idle stretch that is drawn in full, in ms of lab time. */
const IDLE_MS = 60_000;
/** Length of a folded stretch, as ms on the axis. */
const FOLD_MS = 15_000;

interface Piece {
  readonly from: number;
  readonly to: number;
  /** Start and length on the axis, in ms. */
  readonly start: number;
  readonly length: number;
}

/** Returns the axis over `from` to `to` for changes at `instants`, in their order. */
export function foldedAxis(instants: readonly number[], from: number, to: number): FoldedAxis {
  const pieces = piecesOf(instants, from, to);
  const last = pieces.at(-1);
  const length = Math.max(1, last === undefined ? 1 : last.start + last.length);
  const placeOf = (at: number) => {
    const piece = pieceWith(pieces, (each) => at <= each.to);
    if (piece === undefined || at <= from) return 0;
    return piece.start + Math.min(1, (at - piece.from) / (piece.to - piece.from)) * piece.length;
  };
  const instantAt = (place: number) => {
    const inside = Math.min(length, Math.max(0, place));
    const piece = pieceWith(pieces, (each) => inside <= each.start + each.length);
    if (piece === undefined) return from;
    return Math.round(piece.from + ((inside - piece.start) / piece.length) * (piece.to - piece.from));
  };
  return {
    folds: pieces.filter((piece) => piece.length < piece.to - piece.from).map((piece) => ({ from: piece.from, to: piece.to })),
    length,
    placeOf,
    instantAt,
    positionOf: (at) => placeOf(at) / length,
    instantOf: (position) => instantAt(position * length),
  };
}

/** Returns the first piece that `reaches`, by binary search; the last one without such a piece. */
function pieceWith(pieces: readonly Piece[], reaches: (piece: Piece) => boolean): Piece | undefined {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(pieces[middle] as Piece)) high = middle;
    else low = middle + 1;
  }
  return pieces[low];
}

/** Returns busy stretches and folds in turn. */
function piecesOf(instants: readonly number[], from: number, to: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let [begin, last, start] = [from, from, 0];
  const push = (end: number, length: number) => {
    if (end > begin) pieces.push({ from: begin, to: end, start, length });
    start += end > begin ? length : 0;
    begin = end;
  };
  const reach = (at: number) => {
    if (at - last > IDLE_MS) {
      push(last, last - begin);
      push(at, FOLD_MS);
    }
    last = at;
  };
  for (const at of instants) if (at > last && at < to) reach(at);
  reach(to);
  push(to, to - begin);
  return pieces;
}
