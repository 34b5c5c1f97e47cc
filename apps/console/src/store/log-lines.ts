import { useEffect, useState } from 'react';
import { followLog } from './followed-log.ts';

/** Part of a log event that the log view uses. */
export interface LogLine {
  readonly revision: number;
  readonly at: number;
  readonly type: string;
  readonly key: { readonly resource: string; readonly namespace: string; readonly name: string };
  readonly actor: { readonly user: string; readonly userAgent?: string };
  readonly cause: { readonly trigger: string; readonly name?: string; readonly revision?: number };
}

/** Max number of lines in the view; the log keeps older ones. */
const LINES_MAX = 500;

/** Returns the newest lines, oldest first. `at`: last revision in a view of the past. */
export function useLogLines(at: number | undefined): readonly LogLine[] {
  return useEvents<LogLine>({ filter: '', tail: LINES_MAX, at, partOf: linePart });
}

interface EventsQuery<T> {
  readonly filter: string;
  readonly tail: number;
  readonly at: number | undefined;
  /** A function of a module: the same in all calls. */
  readonly partOf: (event: T) => T;
}

function useEvents<T extends { readonly revision: number }>({ filter, tail, at, partOf }: EventsQuery<T>): readonly T[] {
  const [events, setEvents] = useState<readonly T[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    setEvents([]);
    const onEvents = (fresh: readonly T[]) => setEvents((known) => [...known, ...fresh].slice(-tail));
    void followLog<T>({ filter, tail, at, partOf, onEvents }, stop.signal);
    return () => stop.abort();
  }, [filter, tail, at, partOf]);
  return events;
}

function linePart({ revision, at, type, key, actor, cause }: LogLine): LogLine {
  return { revision, at, type, key, actor, cause };
}
