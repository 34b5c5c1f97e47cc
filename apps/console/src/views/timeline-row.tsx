import { humanDuration } from '@klockwork/api-machinery';
import { clockText } from '../model/clock-text.ts';
import type { PickedItem } from '../model/picked-item.ts';
import type { Bar, PlacedMark, TimelineRow } from '../model/timeline.ts';
import { type PositionOf, visibleBars, visibleMarks } from '../model/visible-items.ts';
import { TEXTS } from '../texts.ts';

/** Sizes in units of the drawing, whose width is 1,000. */
const WIDTH = 1_000;
const ROW = 22;
const BAR = 16;
const MARK = 4;

/** Shown part of the time, and the end of lasting states. */
export interface RowLook {
  readonly positionOf: PositionOf;
  readonly now: number;
}

interface TimelineRowProps {
  readonly row: TimelineRow;
  readonly look: RowLook;
  readonly onPick: (item: PickedItem) => void;
}

/** Row: its name, bars and marks. The name leads to a list of both. */
export function TimelineRowView({ row, look, onPick }: TimelineRowProps) {
  const { id } = row;
  return (
    <>
      <button type="button" className="label" title={nameOf(row)} onClick={() => onPick({ id })}>
        {row.container ?? row.key}
        {row.isGone && <small> {TEXTS.timeline.gone}</small>}
      </button>
      <svg viewBox={`0 0 ${WIDTH} ${ROW}`} preserveAspectRatio="none" role="img" aria-label={summaryOf(row)}>
        {visibleBars(row, look.positionOf, look.now).map(({ bar, start, end }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the row's list of changes is the way by keys
          <rect
            key={bar.revision}
            className="bar-mark"
            data-tone={bar.tone}
            x={start * WIDTH}
            y={(ROW - BAR) / 2}
            height={BAR}
            width={Math.max(1, (end - start) * WIDTH)}
            onClick={() => onPick({ id, bar })}
          >
            <title>{barText(bar, look.now)}</title>
          </rect>
        ))}
        {visibleMarks(row, look.positionOf).map(({ mark, position }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the row's list of changes is the way by keys
          <rect
            key={`${mark.revision} ${mark.label}`}
            className="mark"
            data-type={mark.type}
            data-tone={mark.tone}
            x={position * WIDTH - MARK / 2}
            y={mark.tone === 'bad' ? 0 : ROW - 8}
            width={MARK}
            height={mark.tone === 'bad' ? ROW : 8}
            onClick={() => onPick({ id, mark })}
          >
            <title>{markText(mark)}</title>
          </rect>
        ))}
      </svg>
    </>
  );
}

/** Returns `Pod default/web`, or `Container main of default/web` in the form of a list. */
export function nameOf({ kind, key, container }: TimelineRow): string {
  return `${TEXTS.timeline.row[kind]} ${container === undefined ? key : `${key}/${container}`}`;
}

/** Returns `Ready, 12:04:31, 5m`. */
export function barText({ label, from, to }: Bar, now: number): string {
  return `${label}, ${clockText(from)}, ${humanDuration((to ?? now) - from)}`;
}

/** Returns `Unhealthy, 12:04:31, Readiness probe failed`. */
export function markText({ label, at, text }: PlacedMark): string {
  return [label, clockText(at), text].filter((part) => part !== '').join(', ');
}

function summaryOf(row: TimelineRow): string {
  const name = row.container === undefined ? row.key : `${row.key}/${row.container}`;
  return `${name}: ${row.bars.map(({ label }) => label).join(', ')}`;
}
