import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { filteredPods } from '../../model/pod-list.ts';
import type { Selection } from '../../store/address.ts';
import { cellOf } from '../../store/row.ts';
import type { Rows } from '../../store/rows.ts';
import { TEXTS } from '../../texts.ts';
import './pod-list.css';

const ROW_PX = 28;
const AROUND = 10;

interface PodListProps {
  readonly pods: Rows;
  /** Texts of marked pods by their keys. */
  readonly marks: ReadonlyMap<string, string>;
  readonly onSelect: (selection: Selection) => void;
}

/** Pods as a list with a filter: the form of the heat map for screen readers and for names. */
export function PodList({ pods, marks, onSelect }: PodListProps) {
  const [text, setText] = useState('');
  const scroller = useRef<HTMLElement>(null);
  const deferred = useDeferredValue(pods);
  const shown = useMemo(() => filteredPods(deferred, text), [deferred, text]);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: AROUND,
    getItemKey: (index) => shown[index]?.key ?? index,
  });
  return (
    <>
      <input
        type="search"
        aria-label={TEXTS.map.filter}
        placeholder={TEXTS.map.filter}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <section ref={scroller} className="pod-list" aria-label={TEXTS.map.list}>
        <ol style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = shown[index];
            if (row === undefined) return undefined;
            const mark = marks.get(row.key);
            const name = TEXTS.map.pod(row.key, cellOf(row, deferred.columns, 'Status'), cellOf(row, deferred.columns, 'Restarts'));
            return (
              <li key={key} aria-setsize={shown.length} aria-posinset={index + 1} style={{ transform: `translateY(${start}px)` }}>
                <button type="button" onClick={() => onSelect({ resource: 'pods', key: row.key })}>
                  {TEXTS.map.podOnNode(
                    mark === undefined ? name : TEXTS.layers.marked(name, mark),
                    String(row.object.spec?.nodeName ?? ''),
                  )}
                </button>
              </li>
            );
          })}
        </ol>
      </section>
      {shown.length === 0 && <p>{TEXTS.map.noMatch}</p>}
    </>
  );
}
