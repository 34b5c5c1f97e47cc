import { humanDuration } from '@klockwork/api-machinery';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { clockText, dateText } from '../model/clock-text.ts';
import { type FoldedAxis, markedFolds } from '../model/folded-axis.ts';
import { instantIn, positionIn, type RangePlaces, type TimeRange } from '../model/time-range.ts';
import { firstFrom } from '../model/visible-items.ts';
import { goTo, useAddress } from '../store/address.ts';
import { useLab, useLabTime } from '../store/lab.ts';
import { TEXTS } from '../texts.ts';
import { useZoomWheel } from './use-zoom-wheel.ts';

interface TimelineAxisProps {
  readonly axis: FoldedAxis;
  readonly shown: RangePlaces;
  /** Instants of changes, in their order. */
  readonly instants: readonly number[];
  readonly end: number;
  readonly onRange: (range: TimeRange) => void;
}

/** Line of time with its folds and the cursor. The cursor leads to a moment, by pointer or by keys. */
export function TimelineAxis({ axis, shown, instants, end, onRange }: TimelineAxisProps) {
  const lab = useLab();
  const address = useAddress();
  const element = useRef<HTMLDivElement>(null);
  const cursor = useLabTime()?.now ?? end;
  const [target, setTarget] = useState<number | undefined>();
  const at = target ?? cursor;
  const [from, to] = [instantIn(axis, shown, 0), instantIn(axis, shown, 1)];
  const instantAt = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return instantIn(axis, shown, (clientX - left) / width);
  };
  const show = (instant: number) => {
    setTarget(undefined);
    void lab.revisionAt(instant).then((revision) => goTo({ ...address, at: revision }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyTarget(event.key, at, instants);
    if (next !== undefined) setTarget(next);
    else if (event.key === 'Enter') show(at);
    else if (event.key === 'Escape') setTarget(undefined);
    else return;
    event.preventDefault();
  };
  useZoomWheel(element, { axis, range: rangeOf(axis, shown), onRange, isWhole: false });
  const positionOf = (instant: number) => positionIn(axis, shown, instant);
  const position = positionOf(at);
  return (
    <div
      ref={element}
      className="axis"
      role="slider"
      tabIndex={0}
      aria-label={TEXTS.timeline.cursor}
      aria-valuemin={axis.instantAt(0)}
      aria-valuemax={axis.instantAt(axis.length)}
      aria-valuenow={at}
      aria-valuetext={dateText(at)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setTarget(instantAt(event));
      }}
      onPointerMove={(event) => event.buttons > 0 && target !== undefined && setTarget(instantAt(event))}
      onPointerUp={(event) => show(instantAt(event))}
    >
      <span>{clockText(from)}</span>
      {markedFolds(axis.folds, positionOf).map((fold) => (
        <small key={fold.from} className="fold" style={{ left: `${fold.position * 100}%` }}>
          ‖ {humanDuration(fold.to - fold.from)} ‖
        </small>
      ))}
      <span className="end">{clockText(to)}</span>
      {position >= 0 && position <= 1 && <span className="cursor" style={{ left: `${position * 100}%` }} title={clockText(at)} />}
    </div>
  );
}

/** Returns the instant that a key leads to: the change before or after, the first or the last one. */
function keyTarget(key: string, at: number, instants: readonly number[]): number | undefined {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return instants[Math.max(0, firstFrom(instants, at) - 1)];
  if (key === 'ArrowRight' || key === 'ArrowUp') return instants[Math.min(instants.length - 1, firstFrom(instants, at + 1))];
  if (key === 'Home') return instants[0];
  return key === 'End' ? instants.at(-1) : undefined;
}

function rangeOf(axis: FoldedAxis, { start, length }: RangePlaces): TimeRange {
  return { length, ...(start + length < axis.length && { end: axis.instantAt(start + length) }) };
}
