import { expect, test } from 'vitest';
import { commonAxis, rowsChangedAfter } from './lab-axis.ts';
import { podRow, type RowChange } from './row-change.ts';
import { Timeline } from './timeline.ts';

const state = { label: 'Ready', tone: 'good' } as const;
const change = (at: number, uid: string, more: Partial<RowChange> = { state }): RowChange => ({
  revision: at + 1,
  at,
  row: podRow(uid, uid),
  ...more,
});

function timelineOf(...changes: RowChange[]): Timeline {
  const timeline = new Timeline();
  timeline.add(changes);
  return timeline;
}

test('a stretch is folded where both timelines are idle', () => {
  const own = { timeline: timelineOf(change(0, 'a')), shift: 0 };
  const other = (at: number, shift: number) => ({ timeline: timelineOf(change(at, 'b')), shift });
  expect(commonAxis([own, other(200_000, 0)], 0, 210_000).folds).toEqual([{ from: 0, to: 200_000 }]);
  expect(commonAxis([own, other(50_000, 0)], 0, 60_000).folds).toEqual([]);
  expect(commonAxis([own, other(200_000, -150_000)], 0, 60_000).folds).toEqual([]);
});

test('rows that the common past left unchanged are hidden', () => {
  const mark = { type: 'event', label: 'Killing', text: '', tone: 'done' } as const;
  const changes = [
    change(5, 'same'),
    change(5, 'over'),
    change(9, 'over', { ends: true }),
    change(5, 'marked'),
    change(9, 'marked', { mark }),
    change(8, 'new'),
  ];
  expect(rowsChangedAfter(timelineOf(...changes), 5)).toEqual(['over', 'marked', 'new']);
});
