import type { LifeEvent } from './life-event.ts';
import type { Tone } from './tone.ts';

/** Condition of an object or a container. */
export interface LifeState {
  readonly label: string;
  readonly tone: Tone;
  /** Number of earlier starts of a container. */
  readonly attempt?: number;
}

/** Part of a container's status that the timeline uses. */
export interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string };
    readonly running?: object;
    readonly terminated?: { readonly exitCode?: number; readonly reason?: string };
  };
}

export const TERMINATING = 'Terminating';

/** States that a person should see at once. */
const TROUBLE = /BackOff|Err|Error|Invalid|Never/;
/** Phases of a Fault by their tone. */
const FAULT_TONES: Readonly<Record<string, Tone>> = { Pending: 'busy', Recovered: 'done' };

/** Returns the state that an event of a node begins. */
export function nodeState({ type }: LifeEvent): LifeState | undefined {
  if (type === 'NodeRegistered') return { label: 'Registered', tone: 'busy' };
  if (type === 'NodeBecameReady') return { label: 'Ready', tone: 'good' };
  return type === 'NodeBecameNotReady' ? { label: 'NotReady', tone: 'bad' } : undefined;
}

/** Returns the state that an event of a Fault begins: its phase. */
export function faultState({ object }: LifeEvent): LifeState {
  const label = String(object?.status?.phase ?? 'Pending');
  return { label, tone: FAULT_TONES[label] ?? 'bad' };
}

/** Returns the state that an event of a pod begins. */
export function podState({ type, data, object }: LifeEvent): LifeState | undefined {
  if (type === 'PodCreated') return { label: 'Pending', tone: 'busy' };
  if (type === 'PodDeletionRequested') return { label: TERMINATING, tone: 'busy' };
  if (type !== 'PodStatusReported') return undefined;
  const waiting = containerStatuses(object?.status).find(({ state }) => state?.waiting?.reason !== undefined)?.state?.waiting?.reason;
  return waiting === undefined ? phaseState(String(data.phase), data.ready === true) : waitingState(waiting);
}

/** Returns the state of a container. */
export function containerState({ ready, restartCount = 0, state }: ContainerStatus): LifeState {
  const attempt = restartCount;
  if (state?.running !== undefined) return { ...phaseState('Running', ready === true), attempt };
  if (state?.terminated === undefined) return { ...waitingState(state?.waiting?.reason ?? 'Waiting'), attempt };
  const { exitCode = 0, reason = 'Completed' } = state.terminated;
  return { label: reason, tone: exitCode === 0 ? 'done' : 'bad', attempt };
}

/** Returns the statuses of a pod's containers, those of init containers last. */
export function containerStatuses(status: Readonly<Record<string, unknown>> = {}): readonly ContainerStatus[] {
  return ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'].flatMap(
    (list) => (status[list] as readonly ContainerStatus[] | undefined) ?? [],
  );
}

function waitingState(reason: string): LifeState {
  return { label: reason, tone: TROUBLE.test(reason) ? 'bad' : 'busy' };
}

function phaseState(phase: string, isReady: boolean): LifeState {
  if (phase === 'Running') return isReady ? { label: 'Ready', tone: 'good' } : { label: 'Running', tone: 'busy' };
  if (phase === 'Succeeded') return { label: phase, tone: 'done' };
  return { label: phase, tone: phase === 'Failed' ? 'bad' : 'busy' };
}
