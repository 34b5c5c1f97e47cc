import type { FoldedAxis } from './folded-axis.ts';

/** Shown part of an axis. */
export interface TimeRange {
  /** Length on the axis in ms; absent: the whole axis. */
  readonly length?: number;
  /** Instant of its end; absent: the end of the axis, which it follows. */
  readonly end?: number;
}

/** Range as places of one axis, in ms. */
export interface RangePlaces {
  readonly start: number;
  readonly length: number;
}

/** Shortest range, in ms on the axis. */
const LENGTH_MIN = 100;

/** Returns the places of a range. */
export function placesOf(axis: FoldedAxis, { length = axis.length, end }: TimeRange): RangePlaces {
  const shown = Math.min(length, axis.length);
  const last = end === undefined ? axis.length : Math.max(shown, axis.placeOf(end));
  return { start: last - shown, length: shown };
}

/** Returns the range between two places, in any order. A range that ends with the axis follows it. */
export function rangeBetween(axis: FoldedAxis, one: number, other: number): TimeRange {
  const [low, high] = [Math.max(0, Math.min(one, other)), Math.min(axis.length, Math.max(one, other))];
  const length = Math.max(Math.min(LENGTH_MIN, axis.length), high - low);
  return {
    ...(length < axis.length && { length }),
    ...(low + length < axis.length && { end: axis.instantAt(low + length) }),
  };
}

/** Returns a range `factor` times as long. `share`: position in the range that keeps its place on the screen, from 0 to 1. */
export function zoomed(axis: FoldedAxis, range: TimeRange, { factor, share }: { factor: number; share: number }): TimeRange {
  const { start, length } = placesOf(axis, range);
  const next = Math.min(axis.length, Math.max(LENGTH_MIN, length * factor));
  const begin = Math.min(axis.length - next, Math.max(0, start + share * (length - next)));
  return rangeBetween(axis, begin, begin + next);
}

/** Returns the range moved by a share of its length: later for positive shares. */
export function panned(axis: FoldedAxis, range: TimeRange, share: number): TimeRange {
  const { start, length } = placesOf(axis, range);
  const begin = Math.min(axis.length - length, Math.max(0, start + share * length));
  return rangeBetween(axis, begin, begin + length);
}

/** Returns the position of an instant: 0 at the start of the range, 1 at its end. */
export function positionIn(axis: FoldedAxis, { start, length }: RangePlaces, at: number): number {
  return (axis.placeOf(at) - start) / length;
}

/** Returns the instant at a position of the range. */
export function instantIn(axis: FoldedAxis, { start, length }: RangePlaces, position: number): number {
  return axis.instantAt(start + Math.min(1, Math.max(0, position)) * length);
}
