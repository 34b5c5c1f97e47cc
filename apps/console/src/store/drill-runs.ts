import type { DrillSummary, RunRequest, RunState, RunSummary } from '@klockwork/drills';
import { useEffect, useState } from 'react';
import { sendJson } from '../api/client.ts';
import { linesOf } from '../api/streams.ts';
import { isActive } from '../model/drill-run.ts';

const DRILLS = '/klockwork/v1/drills';
const RUNS = `${DRILLS}/runs`;
const RETRY_MS = 1_000;

export type RunVerb = 'hint' | 'end' | 'reset' | 'stop';

/** Answer of the server, or its refusal. Both are absent before the answer. */
export interface ServerAnswer<T> {
  readonly value?: T;
  readonly problem?: string;
}

/** Starts a run. Throws Refusal. */
export function startRun(order: RunRequest): Promise<RunState> {
  return sendJson(RUNS, { method: 'POST', body: order });
}

/** Sends a command to a run. Throws Refusal. */
export function commandRun(id: string, verb: RunVerb): Promise<RunState> {
  return sendJson(`${RUNS}/${id}/${verb}`, { method: 'POST' });
}

/** Returns the built-in drills. */
export function useBuiltInDrills(): ServerAnswer<readonly DrillSummary[]> {
  return useItems(DRILLS);
}

/** Returns the runs of the lab, newest first. */
export function useRuns(): ServerAnswer<readonly RunSummary[]> {
  return useItems(RUNS);
}

function useItems<T>(path: string): ServerAnswer<readonly T[]> {
  const [answered, setAnswered] = useState<ServerAnswer<readonly T[]>>({});
  useEffect(() => {
    const stop = new AbortController();
    sendJson<{ readonly items: readonly T[] }>(path, { signal: stop.signal }).then(
      ({ items }) => setAnswered({ value: items }),
      (error: Error) => {
        if (!stop.signal.aborted) setAnswered({ problem: error.message });
      },
    );
    return () => stop.abort();
  }, [path]);
  return answered;
}

/** Follows a run up to its end. A lost connection is opened again. */
export function useRun(id: string): ServerAnswer<RunState> {
  const [answered, setAnswered] = useState<ServerAnswer<RunState>>({});
  useEffect(() => {
    const stop = new AbortController();
    void followRun(id, setAnswered, stop.signal);
    return () => stop.abort();
  }, [id]);
  return answered;
}

async function followRun(id: string, show: (answered: ServerAnswer<RunState>) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      // A refused WebSocket tells no reason: a plain request does.
      const state = await sendJson<RunState>(`${RUNS}/${id}`, { signal });
      show({ value: state });
      if (!isActive(state) && !state.isOpen) return;
      for await (const next of linesOf<RunState>(`${RUNS}/${id}?follow=1`, { signal })) show({ value: next });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof TypeError)) return show({ problem: (error as Error).message });
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
