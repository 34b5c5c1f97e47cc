import { useEffect, useRef, useState } from 'react';
import { Refusal, send } from '../api/client.ts';
import { linesOf } from '../api/streams.ts';
import { isTrouble } from '../model/log-trouble.ts';
import { followLog } from './followed-log.ts';

/** Part of a log event that the log view uses. */
export interface LogLine {
  readonly revision: number;
  readonly at: number;
  readonly type: string;
  readonly key: { readonly group: string; readonly resource: string; readonly namespace: string; readonly name: string };
  readonly actor: { readonly user: string; readonly userAgent?: string };
  readonly cause: { readonly trigger: string; readonly name?: string; readonly revision?: number };
  readonly isTrouble: boolean;
}

/** Lines as read so far, oldest first. */
export interface LogLines {
  readonly lines: readonly LogLine[];
  /** Refusal by the server, such as an unknown kind. */
  readonly problem: string;
  /** False once the begin of the log is reached. */
  readonly hasOlder: boolean;
  readonly isReading: boolean;
  /** Reads the page of lines before the present ones. */
  readonly readOlder: () => void;
}

/** Lines in a page: the newest ones, and each older page. */
const LOG_PAGE = 1_000;
/** Max lines in the view: the oldest are dropped. */
const LINES_MAX = 20_000;

interface State {
  readonly lines: readonly LogLine[];
  readonly problem: string;
  readonly hasOlder: boolean;
  readonly isReading: boolean;
}

const NONE: State = { lines: [], problem: '', hasOlder: true, isReading: false };

/** Follows the log by a query of the server, such as `kind=pods`. `at`: last revision in a view of the past. */
export function useLogLines(query: string, at: number | undefined): LogLines {
  const [state, setState] = useState<State>(NONE);
  const generation = useRef(0);
  useEffect(() => {
    const stop = new AbortController();
    generation.current += 1;
    setState(NONE);
    const onEvents = (fresh: readonly LogLine[]) =>
      setState((known) => ({ ...known, lines: [...known.lines, ...fresh].slice(-LINES_MAX) }));
    const onError = (error: Error) => {
      if (!stop.signal.aborted) setState({ ...NONE, problem: error.message, hasOlder: false });
    };
    throwInvalid(query, stop.signal)
      .then(() => followLog<LogLine>({ filter: query, tail: LOG_PAGE, at, partOf: linePart, onEvents }, stop.signal))
      .catch(onError);
    return () => stop.abort();
  }, [query, at]);
  const readOlder = () => {
    const [first] = state.lines;
    const own = generation.current;
    const change = (of: (known: State) => State) => generation.current === own && setState(of);
    if (first === undefined || state.isReading || !state.hasOlder) return;
    setState((known) => ({ ...known, isReading: true }));
    olderThan(first.revision, query).then(
      (older) =>
        change((known) => ({
          ...known,
          lines: [...older, ...known.lines].slice(0, LINES_MAX),
          hasOlder: older.length === LOG_PAGE && known.lines.length + older.length < LINES_MAX,
          isReading: false,
        })),
      (error: Error) => change((known) => ({ ...known, problem: error.message, isReading: false })),
    );
  };
  return { ...state, readOlder };
}

/** Throws the server's refusal of a query: a WebSocket has no words. A lost connection is the concern of the follower. */
async function throwInvalid(query: string, signal: AbortSignal): Promise<void> {
  try {
    await (await send(`/klockwork/v1/log?revision=1${query === '' ? '' : `&${query}`}`, { signal })).text();
  } catch (error) {
    if (error instanceof Refusal) throw error;
  }
}

async function olderThan(revision: number, query: string): Promise<readonly LogLine[]> {
  if (revision <= 1) return [];
  const path = `/at/${revision - 1}/klockwork/v1/log?tail=${LOG_PAGE}${query === '' ? '' : `&${query}`}`;
  const older: LogLine[] = [];
  for await (const event of linesOf<LogLine>(path, { signal: new AbortController().signal })) older.push(linePart(event));
  return older;
}

function linePart(event: LogLine): LogLine {
  const { revision, at, type, key, actor, cause } = event;
  return { revision, at, type, key, actor, cause, isTrouble: isTrouble(event) };
}
