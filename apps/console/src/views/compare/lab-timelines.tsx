import { humanDuration } from '@klockwork/api-machinery';
import { type RefObject, useMemo, useRef, useState } from 'react';
import { clockText } from '../../model/clock-text.ts';
import { type FoldedAxis, markedFolds } from '../../model/folded-axis.ts';
import { commonAxis, rowsChangedAfter } from '../../model/lab-axis.ts';
import type { PickedItem } from '../../model/picked-item.ts';
import { instantIn, panned, placesOf, positionIn, type RangePlaces, type TimeRange, zoomed } from '../../model/time-range.ts';
import { TEXTS } from '../../texts.ts';
import '../timeline.css';
import { TimelineRows } from '../timeline-rows.tsx';
import { RangeButtons } from '../timeline-tools.tsx';
import { useZoomWheel } from '../use-zoom-wheel.ts';
import { PickedChange } from './picked-change.tsx';
import type { ShownLab } from './shown-lab.ts';

interface LabTimelinesProps {
  readonly labs: readonly ShownLab[];
  /** Moment of the fork; absent without a common past. */
  readonly since: number | undefined;
}

const PAN = 0.2;
const ZOOM = 0.6;

/** Timelines of labs, one above the other, on one axis of time. */
export function LabTimelines({ labs, since }: LabTimelinesProps) {
  const [range, setRange] = useState<TimeRange>({});
  const [onlyChanged, setOnlyChanged] = useState(true);
  const [picked, setPicked] = useState<{ readonly lab: string; readonly item: PickedItem } | undefined>();
  const element = useRef<HTMLDivElement>(null);
  const from = since ?? Math.min(...labs.map(({ view, now, shift }) => (view.from ?? now) + shift));
  const to = Math.max(...labs.map(({ now, shift }) => now + shift));
  const versions = labs.map(({ view, shift }) => `${view.version} ${shift}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: timelines grow in place
  const axis = useMemo(
    () =>
      commonAxis(
        labs.map(({ view, shift }) => ({ timeline: view.timeline, shift })),
        from,
        to,
      ),
    [versions, from, to],
  );
  const shown = placesOf(axis, range);
  const move = (key: string) => setRange(movedRange(axis, range, key));
  useZoomWheel(element, { axis, range, onRange: setRange, isWhole: false });
  const pickedLab = labs.find(({ name }) => name === picked?.lab);
  return (
    <section className="timeline labs" aria-label={TEXTS.labs.timelines}>
      <h2>{TEXTS.labs.timelines}</h2>
      <div className="tools">
        <RangeButtons onMove={move} />
        {since !== undefined && (
          <label>
            <input type="checkbox" checked={onlyChanged} onChange={(event) => setOnlyChanged(event.target.checked)} />{' '}
            {TEXTS.labs.changedOnly}
          </label>
        )}
      </div>
      <div className="scales">
        <CommonAxis element={element} axis={axis} shown={shown} since={since} />
      </div>
      {labs.map((lab) => (
        <LabRows
          key={lab.name}
          lab={lab}
          axis={axis}
          shown={shown}
          after={onlyChanged ? since : undefined}
          onPick={(item) => setPicked({ lab: lab.name, item })}
        />
      ))}
      {picked !== undefined && pickedLab !== undefined && (
        <PickedChange lab={pickedLab} item={picked.item} onClose={() => setPicked(undefined)} />
      )}
    </section>
  );
}

interface CommonAxisProps {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly axis: FoldedAxis;
  readonly shown: RangePlaces;
  readonly since: number | undefined;
}

function CommonAxis({ element, axis, shown, since }: CommonAxisProps) {
  const positionOf = (at: number) => positionIn(axis, shown, at);
  const fork = since === undefined ? -1 : positionOf(since);
  return (
    <div ref={element} className="axis still">
      <span>
        {fork >= 0 && fork < 0.01 && <strong className="fork">{TEXTS.labs.fork} </strong>}
        {clockText(instantIn(axis, shown, 0))}
      </span>
      {markedFolds(axis.folds, positionOf).map((fold) => (
        <small key={fold.from} className="fold" style={{ left: `${fold.position * 100}%` }}>
          ‖ {humanDuration(fold.to - fold.from)} ‖
        </small>
      ))}
      <span className="end">{clockText(instantIn(axis, shown, 1))}</span>
    </div>
  );
}

interface LabRowsProps {
  readonly lab: ShownLab;
  readonly axis: FoldedAxis;
  readonly shown: RangePlaces;
  /** Only rows that changed after this instant; undefined for all rows. */
  readonly after: number | undefined;
  readonly onPick: (item: PickedItem) => void;
}

function LabRows({ lab: { name, view, loadOlder, now, shift }, axis, shown, after, onPick }: LabRowsProps) {
  const { timeline, version } = view;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the timeline grows in place
  const order = useMemo(() => (after === undefined ? timeline.order : rowsChangedAfter(timeline, after)), [timeline, version, after]);
  const look = { positionOf: (at: number) => positionIn(axis, shown, at + shift), now };
  return (
    <section className="lab" aria-label={name}>
      <h3>
        {name}{' '}
        <small className="soft">
          {TEXTS.labs.now} {clockText(now)}
        </small>
      </h3>
      {view.problem !== '' && <p role="alert">{view.problem}</p>}
      {view.hasOlder && (
        <p className="actions">
          <span className="soft">{TEXTS.labs.older(name)}</span>
          <button type="button" disabled={view.isLoading} onClick={loadOlder}>
            {view.isLoading ? TEXTS.timeline.loading : TEXTS.labs.loadOlder(name)}
          </button>
        </p>
      )}
      <TimelineRows timeline={timeline} version={version} order={order} look={look} label={TEXTS.labs.rows(name)} onPick={onPick} />
      {order.length === 0 && <p className="soft">{view.isLoading ? TEXTS.timeline.loading : TEXTS.labs.unchanged}</p>}
    </section>
  );
}

function movedRange(axis: FoldedAxis, range: TimeRange, key: string): TimeRange {
  if (key === 'ArrowLeft') return panned(axis, range, -PAN);
  if (key === 'ArrowRight') return panned(axis, range, PAN);
  if (key === '+') return zoomed(axis, range, { factor: ZOOM, share: 0.5 });
  return key === '-' ? zoomed(axis, range, { factor: 1 / ZOOM, share: 0.5 }) : {};
}
