import { type LabTime, wholeFrom } from '@klockwork/kernel';
import type { RecordAction } from './pod-action.ts';
import { containerMemory, type Waiting, withContainer } from './pod-memory.ts';
import type { Draft, PodView } from './pod-view.ts';

/** Waiting reason of a container, with its Events. */
interface Wait {
  readonly waiting: Waiting;
  readonly events: readonly RecordAction[];
  /** Minimum interval of repeated Events, in ms. */
  readonly againMs: number;
  /** End of the wait. */
  readonly until?: LabTime;
}

/** Repetitions are at multiples of this, in ms, like the node's upkeep. */
const WHOLE_MS = 10_000;

/**
 * Reports a new waiting reason, and repeats it: upstream reports at each sync of the pod. Models `completeWork` of
 * `pkg/kubelet/pod_workers.go`, with whole 10 s in place of its jitter.
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
