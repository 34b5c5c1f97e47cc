import type { LabTime } from '@klockwork/kernel';
import { newestReport, stopOf, withHistory } from '../container-state.ts';
import { afterStart, withStop } from '../container-transitions.ts';
import type { LearnResult } from '../learn-result.ts';
import { podEvents } from '../pod-events.ts';
import { containerState, type PodState, withContainer } from '../pod-state.ts';
import type { HookKind } from './hook-target.ts';

/** Result of a hook of one attempt. */
export interface HookResult {
  readonly container: string;
  readonly containerId: string;
  readonly hook: HookKind;
  /** Upstream's error message, if the hook failed. */
  readonly error?: string;
  /** Address `10.244.1.2:80` of a server that answered HTTPS with plain HTTP. */
  readonly plainHost?: string;
}

/** Records the end of a hook; results of replaced attempts are dropped. */
export function learnHookResult(state: PodState, result: HookResult, now: LabTime): LearnResult {
  if (newestReport(containerState(state, result.container))?.id !== result.containerId) return { state, events: [] };
  const learnedResult = result.hook === 'postStart' ? learnPostStart(state, result) : learnPreStop(state, result, now);
  if (result.plainHost === undefined) return learnedResult;
  return { ...learnedResult, events: [podEvents.hookFellBack(result.plainHost), ...learnedResult.events] };
}

// The event omits the reason, which might leak secrets of the server.
function learnPostStart(state: PodState, { container: name, error }: HookResult): LearnResult {
  const container = containerState(state, name);
  if (container.type !== 'starting' || container.postStart !== 'running') return { state, events: [] };
  const waiting = error === undefined ? undefined : { reason: 'PostStartHookError', message: error };
  const next = withHistory(afterStart(container), { waiting });
  if (error === undefined) return { state: withContainer(state, name, next), events: [] };
  const failed = next.type === 'running' || next.type === 'stopping' ? ({ ...next, postStartFailed: true } as const) : next;
  return { state: withContainer(state, name, failed), events: [podEvents.postStartFailed(name)] };
}

function learnPreStop(state: PodState, { container: name, error }: HookResult, now: LabTime): LearnResult {
  const container = containerState(state, name);
  const stop = stopOf(container);
  const events = error === undefined ? [] : [podEvents.preStopFailed(name)];
  if (stop?.preStop === undefined || stop.preStop.endedAt !== undefined) return { state, events };
  return { state: withContainer(state, name, withStop(container, { ...stop, preStop: { endedAt: now } })), events };
}
