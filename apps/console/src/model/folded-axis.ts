/** Stretch of time in which nothing happened, drawn short. */
export interface Fold {
  readonly from: number;
  readonly to: number;
}

/** Axis of time that draws long idle stretches short. Positions are shares of its length, from 0 to 1. */
export interface FoldedAxis {
  readonly folds: readonly Fold[];
  positionOf(at: number): number;
  /** Returns the instant at a position: inside a fold, any part of it counts. */
  instantOf(position: number): number;
}

/** Shortest distance between two marks of folds, and from both ends, as a share of the axis. */
const MARK_DISTANCE = 0.08;

/** Returns the folds with room for a mark, each with its position. */
export function markedFolds(axis: FoldedAxis): readonly (Fold & { readonly position: number })[] {
  const marked: (Fold & { position: number })[] = [];
  for (const fold of axis.folds) {
    const position = (axis.positionOf(fold.from) + axis.positionOf(fold.to)) / 2;
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

/** Returns the axis over `from` to `to` for changes at `instants`, in any order. */
export function foldedAxis(instants: readonly number[], from: number, to: number): FoldedAxis {
  const stops = [...new Set([from, ...instants.filter((at) => at > from && at < to), to])].sort((a, b) => a - b);
  const pieces = piecesOf(stops);
  const last = pieces.at(-1);
  const total = Math.max(1, last === undefined ? 1 : last.start + last.length);
  return {
    folds: pieces.filter((piece) => piece.length < piece.to - piece.from).map((piece) => ({ from: piece.from, to: piece.to })),
    positionOf(at) {
      const piece = pieces.find((each) => at <= each.to) ?? last;
      if (piece === undefined || at <= from) return 0;
      const share = Math.min(1, (at - piece.from) / (piece.to - piece.from));
      return (piece.start + share * piece.length) / total;
    },
    instantOf(position) {
      const place = Math.min(1, Math.max(0, position)) * total;
      const piece = pieces.find((each) => place <= each.start + each.length) ?? last;
      if (piece === undefined) return from;
      return Math.round(piece.from + ((place - piece.start) / piece.length) * (piece.to - piece.from));
    },
  };
}

function piecesOf(stops: readonly number[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (let index = 1; index < stops.length; index++) {
    const [from = 0, to = 0] = [stops[index - 1], stops[index]];
    const length = to - from > IDLE_MS ? FOLD_MS : to - from;
    pieces.push({ from, to, start, length });
    start += length;
  }
  return pieces;
}
