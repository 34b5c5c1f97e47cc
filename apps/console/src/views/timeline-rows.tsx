import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef } from 'react';
import type { PickedItem } from '../model/picked-item.ts';
import type { Timeline } from '../model/timeline.ts';
import { type RowLook, TimelineRowView } from './timeline-row.tsx';

const ROW_PX = 24;
const AROUND = 6;

interface TimelineRowsProps {
  readonly timeline: Timeline;
  readonly version: number;
  readonly order: readonly string[];
  readonly look: RowLook;
  readonly label: string;
  readonly onPick: (item: PickedItem) => void;
}

/** Rows of the timeline: those in sight are drawn. */
export function TimelineRows({ timeline, order, look, label, onPick }: TimelineRowsProps) {
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: AROUND,
    getItemKey: useCallback((index: number) => order[index] ?? index, [order]),
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys
    <section ref={scroller} className="rows" aria-label={label} tabIndex={0}>
      <ol style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const row = timeline.row(order[index] ?? '');
          if (row === undefined) return undefined;
          return (
            <li
              key={key}
              data-kind={row.kind}
              aria-setsize={order.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              <TimelineRowView row={row} look={look} onPick={onPick} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
