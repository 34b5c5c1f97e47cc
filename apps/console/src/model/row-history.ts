import type { Bar, PlacedMark, TimelineRow } from './timeline.ts';

/** Returns the bars and marks of a row, the newest first. */
export function changesOf({ bars, marks }: TimelineRow): readonly (Bar | PlacedMark)[] {
  const at = (change: Bar | PlacedMark) => ('from' in change ? change.from : change.at);
  return [...bars, ...marks].sort((one, other) => at(other) - at(one) || other.revision - one.revision);
}
