import { useEffect, useState } from 'react';
import { linesOf, Refusal, send, UNAUTHORIZED } from '../api/client.ts';

/** Part of a log event that views use. */
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
const RETRY_MS = 1_000;

/** Returns the newest lines, oldest first, with those that arrive. A lost connection goes on behind the last line. */
export function useLogLines(): readonly LogLine[] {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    void follow(stop.signal, (fresh) => setLines((known) => [...known, ...fresh].slice(-LINES_MAX)));
    return () => stop.abort();
  }, []);
  return lines;
}

async function follow(signal: AbortSignal, onLines: (lines: readonly LogLine[]) => void): Promise<void> {
  let last: number | undefined;
  let waiting: LogLine[] = [];
  while (!signal.aborted) {
    try {
      const from = last === undefined ? `tail=${LINES_MAX}` : `from=${last + 1}`;
      for await (const { revision, at, type, key, actor, cause } of linesOf<LogLine>(
        await send(`/klockwork/v1/log?follow=1&${from}`, { signal }),
      )) {
        last = revision;
        waiting.push({ revision, at, type, key, actor, cause });
        if (waiting.length > 1) continue;
        requestAnimationFrame(() => {
          onLines(waiting);
          waiting = [];
        });
      }
    } catch (error) {
      if (signal.aborted || (error instanceof Refusal && error.code === UNAUTHORIZED)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
