import { linesOf } from '../api/streams.ts';
import { FrameBatch } from './frame-batch.ts';

const RETRY_MS = 1_000;

interface LogSubscription<T> {
  /** Selection of events, such as `kind=pods,nodes`; '' for all. */
  readonly filter: string;
  /** Max number of earlier events. */
  readonly tail: number;
  /** Last revision for a view of the past; absent: the log is followed. */
  readonly at?: number | undefined;
  /** Drops unneeded fields of an event. */
  readonly partOf: (event: T) => T;
  readonly onEvents: (events: readonly T[]) => void;
}

/** Reads events of the log until `signal`, in their order. Lost connections continue after the last event. */
export async function followLog<T extends { readonly revision: number }>(followed: LogSubscription<T>, signal: AbortSignal): Promise<void> {
  const collected = new FrameBatch(followed.onEvents);
  let last: number | undefined;
  while (!signal.aborted) {
    try {
      for await (const event of linesOf<T>(pathOf(followed, last), { signal })) {
        last = event.revision;
        collected.add(followed.partOf(event));
      }
      if (followed.at !== undefined) return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function pathOf<T>({ filter, tail, at }: LogSubscription<T>, last: number | undefined): string {
  const selection = `${filter}${filter === '' ? '' : '&'}${last === undefined ? `tail=${tail}` : `from=${last + 1}`}`;
  return at === undefined ? `/klockwork/v1/log?follow=1&${selection}` : `/at/${at}/klockwork/v1/log?${selection}`;
}
