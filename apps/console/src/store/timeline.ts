import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { type TimelineSource, TimelineStore, type TimelineView } from './timeline-store.ts';

/** Returns the history as it grows, and its store. Equal sources are one object. */
export function useTimeline(source: TimelineSource): { readonly store: TimelineStore; readonly view: TimelineView } {
  const store = useMemo(() => new TimelineStore(source), [source]);
  useEffect(() => {
    void store.run();
    return () => store.stop();
  }, [store]);
  const view = useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.view,
  );
  return { store, view };
}
