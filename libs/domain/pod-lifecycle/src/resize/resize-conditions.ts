import type { PodCondition } from '@klockwork/kubernetes-types';
import { timeText } from '../text.ts';
import type { ResizeState } from './resize-state.ts';

/** Conditions owned by the kubelet alone. */
export const RESIZE_CONDITIONS: readonly string[] = ['PodResizePending', 'PodResizeInProgress'];

/** Returns the conditions of an unfinished resize. Models `GetPodResizeConditions` of pkg/kubelet/status. */
export function resizeConditions({ pending, progress }: ResizeState = {}): PodCondition[] {
  const conditions: PodCondition[] = [];
  if (pending) conditions.push(condition('PodResizePending', pending, { reason: pending.reason, message: pending.message }));
  if (progress)
    conditions.push(condition('PodResizeInProgress', progress, progress.error ? { reason: 'Error', message: progress.error } : {}));
  return conditions;
}

function condition(type: string, { since, generation }: { since: number; generation: number }, why: object): PodCondition {
  const at = timeText(since);
  const shownCondition = { type, status: 'True', observedGeneration: generation, ...why, lastProbeTime: at, lastTransitionTime: at };
  return shownCondition;
}
