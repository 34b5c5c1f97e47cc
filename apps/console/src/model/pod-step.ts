import type { NextTimer } from '../store/lab-time.ts';
import type { LabObject } from '../store/row.ts';
import { containerStatuses } from './life-state.ts';

/** Current step of a pod on its way. */
export interface PodStep {
  readonly type: 'scheduling' | 'starting' | 'pulling' | 'probing' | 'back-off' | 'terminating';
}

const BACK_OFF = /BackOff$/;
const BACK_OFF_TIMERS: ReadonlySet<string> = new Set(['crash-loop-back-off', 'image-pull-back-off']);
const SANDBOX = 'PodReadyToStartContainers';

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** Returns the instants at which back-offs end, by pod: `namespace/name`. */
export function backOffs(timers: readonly NextTimer[]): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { name, object, at } of timers) {
    const key = object?.startsWith('pods/') ? object.slice('pods/'.length) : undefined;
    if (key !== undefined && BACK_OFF_TIMERS.has(name) && !ends.has(key)) ends.set(key, at);
  }
  return ends;
}

/** Returns the step of a pod; undefined if the pod is ready, or has ended. */
export function podStep({ metadata, spec = {}, status = {} }: LabObject): PodStep | undefined {
  if (metadata.deletionTimestamp !== undefined) return { type: 'terminating' };
  if (status.phase === 'Succeeded' || status.phase === 'Failed') return undefined;
  if (spec.nodeName === undefined) return { type: 'scheduling' };
  const states = containerStatuses(status);
  if (states.some(({ state }) => BACK_OFF.test(state?.waiting?.reason ?? ''))) return { type: 'back-off' };
  if (states.length === 0 || states.some(({ state }) => state?.waiting !== undefined))
    return { type: hasSandbox(status) ? 'pulling' : 'starting' };
  return states.some(({ state, ready }) => state?.running !== undefined && ready !== true) ? { type: 'probing' } : undefined;
}

/** Returns the step of a pod unless its STATUS is the same word: `Terminating`. */
export function stepBesideStatus({ step, status }: { readonly step?: PodStep; readonly status: string }): PodStep | undefined {
  return step?.type === status.toLowerCase() ? undefined : step;
}

function hasSandbox(status: Readonly<Record<string, unknown>>): boolean {
  const conditions = (status.conditions ?? []) as readonly Condition[];
  return conditions.some(({ type, status: value }) => type === SANDBOX && value === 'True');
}
