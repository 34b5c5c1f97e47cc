import { podEvents } from './pod-events.ts';
import { withEnding } from './pod-state.ts';
import type { Draft, PodView } from './pod-view.ts';

const REASON = 'DeadlineExceeded';
const MESSAGE = 'Pod was active on the node longer than the specified deadline';

/** Ends a pod at its `activeDeadlineSeconds`. Models `pkg/kubelet/active_deadline.go`. */
export function withDeadline({ pod, state, now }: PodView): Draft {
  const seconds = pod.spec?.activeDeadlineSeconds;
  if (seconds === undefined || state.ending !== undefined) return { state, actions: [] };
  const at = state.startedAt + seconds * 1_000;
  if (now < at) return { state, actions: [], wakeAt: { at, timer: { name: 'active-deadline' } } };
  return { state: withEnding(state, { reason: REASON, message: MESSAGE }), actions: [podEvents.deadlineExceeded(MESSAGE)] };
}
