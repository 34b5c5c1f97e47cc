import type { LabTime } from '@klockwork/kernel';
import type { Learned } from '../learned.ts';
import { podEvents } from '../pod-events.ts';
import { containerMemory, type PodMemory, withContainer } from '../pod-memory.ts';
import type { HookKind } from './hook-target.ts';

/** End of a hook of one attempt. */
export interface HookEnded {
  readonly container: string;
  readonly containerId: string;
  readonly hook: HookKind;
  /** Upstream's error message, if the hook failed. */
  readonly error?: string;
  /** Address `10.244.1.2:80` of a server that answered HTTPS with plain HTTP. */
  readonly plainHost?: string;
}

/** Records the end of a hook; results of replaced attempts are dropped. */
export function learnHookEnded(memory: PodMemory, ended: HookEnded, now: LabTime): Learned {
  if (containerMemory(memory, ended.container).current?.id !== ended.containerId) return { memory, events: [] };
  const learned = ended.hook === 'postStart' ? learnPostStart(memory, ended) : learnPreStop(memory, ended, now);
  if (ended.plainHost === undefined) return learned;
  return { ...learned, events: [podEvents.hookFellBack(ended.plainHost), ...learned.events] };
}

// The event omits the reason, which might leak secrets of the server.
function learnPostStart(memory: PodMemory, { container, error }: HookEnded): Learned {
  if (containerMemory(memory, container).postStart !== 'running') return { memory, events: [] };
  if (error === undefined) {
    return { memory: withContainer(memory, container, { work: undefined, postStart: undefined, waiting: undefined }), events: [] };
  }
  const waiting = { reason: 'PostStartHookError', message: error };
  return {
    memory: withContainer(memory, container, { work: undefined, postStart: 'failed', waiting }),
    events: [podEvents.postStartFailed(container)],
  };
}

function learnPreStop(memory: PodMemory, { container, error }: HookEnded, now: LabTime): Learned {
  const { stop } = containerMemory(memory, container);
  const events = error === undefined ? [] : [podEvents.preStopFailed(container)];
  if (stop?.preStop === undefined || stop.preStop.endedAt !== undefined) return { memory, events };
  return { memory: withContainer(memory, container, { stop: { ...stop, preStop: { endedAt: now } } }), events };
}
