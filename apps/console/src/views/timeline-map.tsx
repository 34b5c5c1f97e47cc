import { type PointerEvent, useMemo, useRef, useState } from 'react';
import type { FoldedAxis } from '../model/folded-axis.ts';
import { panned, placesOf, rangeBetween, type TimeRange } from '../model/time-range.ts';
import type { Timeline } from '../model/timeline.ts';
import { densities } from '../model/visible-items.ts';
import { TEXTS } from '../texts.ts';
import { useZoomWheel } from './use-zoom-wheel.ts';

const PARTS = 160;
const HEIGHT = 30;
/** Shortest drag, as a share of the width. */
const DRAG_MIN = 0.005;

interface TimelineMapProps {
  readonly timeline: Timeline;
  readonly version: number;
  readonly axis: FoldedAxis;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
}

/** Overview of the loaded history: number of changes and failures, and the shown range. */
export function TimelineMap({ timeline, version, axis, range, onRange }: TimelineMapProps) {
  const element = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly moves: boolean } | undefined>();
  const { start, length } = placesOf(axis, range);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the timeline grows in place
  const parts = useMemo(
    () => densities(axis.instantOf, { instants: timeline.instants, failures: timeline.failures, parts: PARTS }),
    [timeline, version, axis],
  );
  const most = Math.max(1, ...parts.map(({ count }) => count));
  const positionAt = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - left) / width));
  };
  const begin = (event: PointerEvent<HTMLElement>) => {
    const position = positionAt(event);
    const place = position * axis.length;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: position, moves: range.length !== undefined && place > start && place < start + length });
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    if (drag === undefined) return;
    const position = positionAt(event);
    if (drag.moves) {
      onRange(panned(axis, range, ((position - drag.from) * axis.length) / length));
      setDrag({ ...drag, from: position });
    } else if (Math.abs(position - drag.from) > DRAG_MIN) onRange(rangeBetween(axis, drag.from * axis.length, position * axis.length));
  };
  useZoomWheel(element, { axis, range, onRange, isWhole: true });
  return (
    <div
      ref={element}
      className="overview"
      role="img"
      aria-label={TEXTS.timeline.overview}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => setDrag(undefined)}
      onPointerCancel={() => setDrag(undefined)}
      onDoubleClick={() => onRange({})}
    >
      <svg viewBox={`0 0 ${PARTS} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {parts.map(({ count, failures }, index) => {
          const height = count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT);
          const tone = failures > 0 ? 'bad' : 'done';
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity
          return <rect key={index} className="bar-mark" data-tone={tone} x={index} y={HEIGHT - height} width={0.9} height={height} />;
        })}
      </svg>
      <span className="window" style={{ left: `${(start / axis.length) * 100}%`, width: `${(length / axis.length) * 100}%` }} />
    </div>
  );
}
