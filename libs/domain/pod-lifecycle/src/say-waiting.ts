import { type LabTime, wholeFrom } from '@klockwork/kernel';
import type { Draft, PodView } from './decide.ts';
import type { RecordAction } from './pod-action.ts';
import { containerMemory, type Waiting, withContainer } from './pod-memory.ts';

/** Why a container waits, and what the Events say of it. */
interface Wait {
  readonly waiting: Waiting;
  readonly events: readonly RecordAction[];
  /** It is said again after so long at least. */
  readonly againMs: number;
  /** When it is over. */
  readonly until?: LabTime;
}

/** Whatever the container waits for, the node's upkeep is at these instants too. */
const WHOLE_MS = 10_000;

/**
 * Says why a container waits when that is new, and again and again while it lasts: upstream says it at each sync of the pod.
 * Models `completeWork` of `pkg/kubelet/pod_workers.go`, with whole 10 s in the place of its jitter.
 */
export function sayWaiting({ memory, now }: PodView, name: string, { waiting, events, againMs, until }: Wait): Draft {
  const { saidAt, waiting: before } = containerMemory(memory, name);
  const isNew = saidAt === undefined || before?.reason !== waiting.reason;
  const isDue = isNew || now >= wholeFrom(WHOLE_MS, saidAt + againMs);
  const at = wholeFrom(WHOLE_MS, (isDue ? now : saidAt) + againMs);
  return {
    memory: withContainer(memory, name, { waiting, ...(isDue && { saidAt: now }) }),
    actions: isDue ? events : [],
    ...((until === undefined || at < until) && { remindAt: { at, timer: { name: 'pod-resync', upkeep: true } } }),
  };
}
