import { type KeyboardEvent, useMemo, useState } from 'react';
import { dateText } from '../model/clock-text.ts';
import { foldedAxis } from '../model/folded-axis.ts';
import type { PickedItem } from '../model/picked-item.ts';
import { panned, placesOf, positionIn, type TimeRange, zoomed } from '../model/time-range.ts';
import { useSelect } from '../store/address.ts';
import { useLabTime } from '../store/lab.ts';
import { useTimeline } from '../store/timeline.ts';
import { TEXTS } from '../texts.ts';
import './timeline.css';
import { TimelineAxis } from './timeline-axis.tsx';
import { TimelineItem } from './timeline-item.tsx';
import { TimelineMap } from './timeline-map.tsx';
import { TimelineRows } from './timeline-rows.tsx';
import { RangeButtons } from './timeline-tools.tsx';

const PAN = 0.2;
const ZOOM = 0.6;
const FIELDS = 'input, select, textarea, [role=slider]';

/** History of nodes, pods and containers as bars and marks. A press on the axis shows the whole console as it was then. */
export function TimelineView() {
  const [hasUpkeep, setHasUpkeep] = useState(false);
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [range, setRange] = useState<TimeRange>({});
  const [picked, setPicked] = useState<PickedItem | undefined>();
  const { store, view } = useTimeline(useMemo(() => ({ hasUpkeep }), [hasUpkeep]));
  const select = useSelect();
  const pick = (item: PickedItem) => {
    setPicked(item);
    const row = timeline.row(item.id);
    if (row !== undefined) select({ resource: row.resource, key: row.key });
  };
  const { timeline, version } = view;
  const now = useLabTime()?.present ?? timeline.instants.at(-1) ?? 0;
  const first = view.from ?? now;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the timeline grows in place
  const axis = useMemo(() => foldedAxis(timeline.instants, first, Math.max(now, first + 1)), [timeline, version, first, now]);
  const shown = placesOf(axis, range);
  const failures = timeline.failures.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another failure may add a row
  const order = useMemo(
    () => (onlyFailed ? timeline.order.filter((id) => timeline.hasFailed(id)) : timeline.order),
    [timeline, timeline.order, onlyFailed, failures],
  );
  const move = (key: string) => {
    if (key === 'ArrowLeft') setRange(panned(axis, range, -PAN));
    else if (key === 'ArrowRight') setRange(panned(axis, range, PAN));
    else if (key === '+' || key === '=') setRange(zoomed(axis, range, { factor: ZOOM, share: 0.5 }));
    else if (key === '-') setRange(zoomed(axis, range, { factor: 1 / ZOOM, share: 0.5 }));
    else if (key === '0') setRange({});
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).matches(FIELDS)) return;
    if (move(event.key)) event.preventDefault();
  };
  const positionOf = (at: number) => positionIn(axis, shown, at);
  return (
    <section className="timeline" aria-label={TEXTS.timeline.title} onKeyDown={onKeyDown}>
      <div className="tools">
        <Choice text={TEXTS.timeline.onlyFailed} isOn={onlyFailed} onChange={setOnlyFailed} />
        <Choice text={TEXTS.timeline.upkeep} isOn={hasUpkeep} onChange={setHasUpkeep} />
        <RangeButtons onMove={move} />
        {view.from !== undefined && <span className="soft">{TEXTS.timeline.from(dateText(view.from))}</span>}
        {view.hasOlder && (
          <button type="button" disabled={view.isLoading} onClick={() => void store.loadOlder()}>
            {view.isLoading ? TEXTS.timeline.loading : TEXTS.timeline.older}
          </button>
        )}
      </div>
      {view.problem !== '' && <p role="alert">{view.problem}</p>}
      <div className="scales">
        <TimelineMap timeline={timeline} version={version} axis={axis} range={range} onRange={setRange} />
        <TimelineAxis axis={axis} shown={shown} instants={timeline.instants} end={now} onRange={setRange} />
      </div>
      <TimelineRows
        timeline={timeline}
        version={version}
        order={order}
        look={{ positionOf, now }}
        label={TEXTS.timeline.rows}
        onPick={pick}
      />
      {order.length === 0 && <p>{emptyText(view.isLoading, timeline.order.length > 0)}</p>}
      <TimelineItem timeline={timeline} picked={picked} now={now} onPick={setPicked} />
    </section>
  );
}

function emptyText(isLoading: boolean, isFiltered: boolean): string {
  if (isFiltered) return TEXTS.timeline.noFailure;
  return isLoading ? TEXTS.timeline.loading : TEXTS.log.waiting;
}

interface ChoiceProps {
  readonly text: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Choice({ text, isOn, onChange }: ChoiceProps) {
  return (
    <label>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} /> {text}
    </label>
  );
}
