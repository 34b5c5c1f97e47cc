import { useEffect, useState } from 'react';
import type { ObjectEvent } from '../model/object-history.ts';
import { followLog } from './followed-log.ts';

/** Max number of revisions in a view; the log keeps older ones. */
const REVISIONS_MAX = 100;

/** Returns the newest events of an object, oldest first, as they happen. `at`: last revision in a view of the past. */
export function useObjectEvents(resource: string, key: string, at: number | undefined): readonly ObjectEvent[] | undefined {
  const [events, setEvents] = useState<readonly ObjectEvent[] | undefined>();
  useEffect(() => {
    const stop = new AbortController();
    setEvents(undefined);
    const onEvents = (fresh: readonly ObjectEvent[]) => setEvents((known = []) => [...known, ...fresh].slice(-REVISIONS_MAX));
    const filter = `object=${encodeURIComponent(`${resource}/${key}`)}`;
    void followLog<ObjectEvent>({ filter, tail: REVISIONS_MAX, at, partOf: (event) => event, onEvents }, stop.signal);
    return () => stop.abort();
  }, [resource, key, at]);
  return events;
}
