import { withEnding } from './pod-ending.ts';
import { podEvents } from './pod-events.ts';
import type { Draft, PodView } from './pod-view.ts';

const REASON = 'DeadlineExceeded';
const MESSAGE = 'Pod was active on the node longer than the specified deadline';

/** Ends a pod at its `activeDeadlineSeconds`. Models `pkg/kubelet/active_deadline.go`. */
export function withDeadline({ pod, memory, now }: PodView): Draft {
  const seconds = pod.spec?.activeDeadlineSeconds;
  if (seconds === undefined || memory.ending !== undefined) return { memory, actions: [] };
  const at = memory.startedAt + seconds * 1_000;
  if (now < at) return { memory, actions: [], wakeAt: { at, timer: { name: 'active-deadline' } } };
  return { memory: withEnding(memory, { reason: REASON, message: MESSAGE }), actions: [podEvents.deadlineExceeded(MESSAGE)] };
}
