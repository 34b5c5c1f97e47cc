import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { TimelineStore, type TimelineView } from './timeline-store.ts';

/** Returns the history as it grows, and its store. `hasUpkeep`: also leases and reports of nodes. */
export function useTimeline(hasUpkeep: boolean): { readonly store: TimelineStore; readonly view: TimelineView } {
  const store = useMemo(() => new TimelineStore(hasUpkeep), [hasUpkeep]);
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
