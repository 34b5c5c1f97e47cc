import { type FoldedAxis, foldedAxis } from './folded-axis.ts';
import type { Timeline } from './timeline.ts';

/** Timeline on an axis of another lab's time. */
export interface ShiftedTimeline {
  readonly timeline: Timeline;
  /** Added to its instants, in ms: 0 with a common past. */
  readonly shift: number;
}

/** Returns one axis for several timelines: a stretch is idle if nothing happens in any of them. */
export function commonAxis(timelines: readonly ShiftedTimeline[], from: number, to: number): FoldedAxis {
  const instants = timelines.flatMap(({ timeline, shift }) => timeline.instants.map((at) => at + shift)).sort((one, other) => one - other);
  return foldedAxis(instants, from, Math.max(to, from + 1));
}

/** Returns the rows whose bars or marks begin after an instant, each pod with its containers. */
export function rowsChangedAfter(timeline: Timeline, at: number): readonly string[] {
  const hasChanged = (id: string) => {
    const row = timeline.row(id);
    return row !== undefined && (row.bars.some(({ from, to }) => from > at || to !== undefined) || row.marks.some((mark) => mark.at > at));
  };
  return timeline.order.filter(hasChanged);
}
