import { humanDuration } from '@klockwork/api-machinery';
import { type PointerEvent, useMemo, useState } from 'react';
import { type FoldedAxis, foldedAxis, markedFolds } from '../model/folded-axis.ts';
import { type Bar, type TimelineRow, timelineRows } from '../model/timeline.ts';
import { goTo, useAddress } from '../store/address.ts';
import { useLab, useLabTime } from '../store/lab.ts';
import { useLifeEvents } from '../store/log-lines.ts';
import { TEXTS } from '../texts.ts';

/** Sizes in units of the drawing, whose width is 1,000. */
const WIDTH = 1_000;
const ROW = 22;
const BAR = 16;

/** History of nodes and pods as bars. A press on the axis shows the whole console as it was then. */
export function TimelineView() {
  const events = useLifeEvents();
  const [onlyTrouble, setOnlyTrouble] = useState(false);
  const now = useLabTime()?.present ?? events.at(-1)?.at ?? 0;
  const rows = useMemo(() => timelineRows(events), [events]);
  const first = events[0]?.at ?? now;
  const axis = useMemo(() => foldedAxis(rows.flatMap(instantsOf), first, Math.max(now, first + 1)), [rows, first, now]);
  const shown = onlyTrouble ? rows.filter(({ bars }) => bars.some(({ tone }) => tone === 'bad')) : rows;
  return (
    <section className="timeline" aria-label={TEXTS.timeline.title}>
      <label>
        <input type="checkbox" checked={onlyTrouble} onChange={(event) => setOnlyTrouble(event.target.checked)} />{' '}
        {TEXTS.timeline.onlyTrouble}
      </label>
      <Axis axis={axis} from={first} to={now} />
      <ol>
        {shown.map((row) => (
          <Row key={row.uid} row={row} axis={axis} now={now} />
        ))}
      </ol>
      {shown.length === 0 && <p>{rows.length === 0 ? TEXTS.log.waiting : TEXTS.timeline.noTrouble}</p>}
    </section>
  );
}

function instantsOf({ bars }: TimelineRow): number[] {
  return bars.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to]));
}

/** Line of time with its folds and the cursor. */
function Axis({ axis, from, to }: { readonly axis: FoldedAxis; readonly from: number; readonly to: number }) {
  const lab = useLab();
  const address = useAddress();
  const cursor = useLabTime()?.now ?? to;
  const [target, setTarget] = useState<number | undefined>();
  const instantAt = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return axis.instantOf((clientX - left) / width);
  };
  const release = (event: PointerEvent<HTMLElement>) => {
    const at = instantAt(event);
    setTarget(undefined);
    void lab.revisionAt(at).then((revision) => goTo({ ...address, at: revision }));
  };
  const position = axis.positionOf(target ?? cursor);
  return (
    <div
      className="axis"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setTarget(instantAt(event));
      }}
      onPointerMove={(event) => target !== undefined && setTarget(instantAt(event))}
      onPointerUp={release}
    >
      <span>{clockText(from)}</span>
      {markedFolds(axis).map((fold) => (
        <small key={fold.from} className="fold" style={{ left: `${fold.position * 100}%` }}>
          ‖ {humanDuration(fold.to - fold.from)} ‖
        </small>
      ))}
      <span className="end">{clockText(to)}</span>
      <span className="cursor" style={{ left: `${position * 100}%` }} title={clockText(target ?? cursor)} />
    </div>
  );
}

interface RowProps {
  readonly row: TimelineRow;
  readonly axis: FoldedAxis;
  readonly now: number;
}

function Row({ row, axis, now }: RowProps) {
  const address = useAddress();
  return (
    <li>
      <button type="button" className="label" onClick={() => goTo({ ...address, selection: { resource: row.resource, key: row.key } })}>
        {row.key}
        {row.isGone && <small> {TEXTS.timeline.gone}</small>}
      </button>
      <svg viewBox={`0 0 ${WIDTH} ${ROW}`} preserveAspectRatio="none" role="img" aria-label={summaryOf(row)}>
        <title>{summaryOf(row)}</title>
        {row.bars.map((bar) => (
          <BarMark key={bar.revision} bar={bar} axis={axis} now={now} />
        ))}
      </svg>
    </li>
  );
}

function BarMark({ bar, axis, now }: { readonly bar: Bar; readonly axis: FoldedAxis; readonly now: number }) {
  const [start, end] = [axis.positionOf(bar.from), axis.positionOf(bar.to ?? now)];
  return (
    <rect
      className="bar-mark"
      data-tone={bar.tone}
      x={start * WIDTH}
      y={(ROW - BAR) / 2}
      height={BAR}
      width={Math.max(1, (end - start) * WIDTH)}
    >
      <title>{`${bar.label}, ${clockText(bar.from)}, ${humanDuration((bar.to ?? now) - bar.from)}`}</title>
    </rect>
  );
}

function summaryOf({ key, bars }: TimelineRow): string {
  return `${key}: ${bars.map(({ label }) => label).join(', ')}`;
}

function clockText(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}
