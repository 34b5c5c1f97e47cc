import type { LogEvent, StoredEvent } from '@klockwork/event-store';
import { kindOf, type Pod } from '@klockwork/resources';
import { runScenario } from '../run-scenario.ts';
import type { Scenario } from '../scenario.ts';
import { hostTurn } from './host-turn.ts';

const columns = kindOf('', 'pods')?.columns ?? [];

/** Pod state after a write. */
export interface PodSnapshot {
  /** Lab ms since pod creation. */
  readonly at: number;
  /** The columns of `kubectl get pod`. */
  readonly ready: string;
  readonly status: string;
  readonly pod: Pod;
}

/** Trace of pod `web` on node-1. */
export interface PodTrace {
  readonly shown: readonly PodSnapshot[];
  /** Distinct STATUS values in order. */
  readonly statuses: readonly string[];
  /** Pod Events at first occurrence, `Reason: message`. */
  readonly events: readonly string[];
  /** Returns the time of the first matching write; throws without a match. */
  when(isSo: (shown: PodSnapshot) => boolean): number;
}

/** Runs a scenario and returns the trace of pod `web`. */
export async function tracePod(run: Scenario['run']): Promise<PodTrace> {
  const writes: LogEvent[] = [];
  const events: LogEvent[] = [];
  await runScenario({
    scenario: { name: 'trace', description: 'what becomes of a pod', nodes: ['node-1'], run },
    seed: 1,
    nextTurn: hostTurn,
    onEvent: (event) => {
      if (event.key.resource === 'pods' && event.key.name === 'web') writes.push(event);
      if (event.key.resource === 'events' && event.change === 'created') events.push(event);
    },
  });
  const madeAt = writes[0]?.at ?? 0;
  const shown = writes.map((event) => shownAt(event, madeAt));
  return {
    shown,
    statuses: shown.map(({ status }) => status).filter((status, index, all) => status !== all[index - 1]),
    events: events.flatMap(eventText),
    when: (isSo) => {
      const event = shown.find(isSo);
      if (event === undefined) throw new Error(`never; it was ${shown.map(({ status }) => status).join(', ')}`);
      return event.at;
    },
  };
}

/** Returns a container's end; undefined before. */
export function endOf({ pod }: PodSnapshot, name: string) {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  return [...containerStatuses, ...initContainerStatuses].find((status) => status.name === name)?.state?.terminated;
}

/** True for a running container. */
export function runs({ pod }: PodSnapshot, name: string): boolean {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  return [...containerStatuses, ...initContainerStatuses].some((status) => status.name === name && status.state?.running !== undefined);
}

function shownAt(event: LogEvent, madeAt: number): PodSnapshot {
  const pod = objectOf<Pod>(event);
  const cell = (name: string) => String(columns.find((column) => column.name === name)?.cell(pod, event.at));
  return { at: event.at - madeAt, ready: cell('Ready'), status: cell('Status'), pod };
}

function eventText(event: LogEvent): string[] {
  const { reason, message, involvedObject } = objectOf<{ reason?: string; message?: string; involvedObject?: { name?: string } }>(event);
  return involvedObject?.name === 'web' ? [`${reason}: ${message}`] : [];
}

function objectOf<T>(event: LogEvent): T {
  return JSON.parse((event as StoredEvent).objectJson ?? '{}') as T;
}
