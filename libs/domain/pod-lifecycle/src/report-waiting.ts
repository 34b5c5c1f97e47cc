import { type LabTime, wholeFrom } from '@klockwork/kernel';
import { type WaitingReason, withHistory } from './container-state.ts';
import type { RecordAction } from './pod-action.ts';
import { containerState, withContainer } from './pod-state.ts';
import type { Draft, PodView } from './pod-view.ts';

/** Waiting reason of a container, with its Events. */
interface WaitingReport {
  readonly waiting: WaitingReason;
  readonly events: readonly RecordAction[];
  /** Minimum interval of repeated Events, in ms. */
  readonly intervalMs: number;
  /** End of the wait. */
  readonly until?: LabTime;
}

/** Repetitions are at multiples of this, in ms, like the node's upkeep. */
const WHOLE_MS = 10_000;

/**
 * Reports a new waiting reason, and repeats it: upstream reports at each sync of the pod. Models `completeWork` of
 * `pkg/kubelet/pod_workers.go`, with whole 10 s in place of its jitter.
 */
export function reportWaiting({ state, now }: PodView, name: string, { waiting, events, intervalMs, until }: WaitingReport): Draft {
  const container = containerState(state, name);
  const { waitingReportedAt: reportedAt, waiting: before } = container.history;
  const isNew = reportedAt === undefined || before?.reason !== waiting.reason;
  const isDue = isNew || now >= wholeFrom(WHOLE_MS, reportedAt + intervalMs);
  const at = wholeFrom(WHOLE_MS, (isDue ? now : reportedAt) + intervalMs);
  return {
    state: withContainer(state, name, withHistory(container, { waiting, ...(isDue && { waitingReportedAt: now }) })),
    actions: isDue ? events : [],
    ...((until === undefined || at < until) && { remindAt: { at, timer: { name: 'pod-resync', upkeep: true } } }),
  };
}
