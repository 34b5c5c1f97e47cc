import type { Pod } from '@klockwork/kubernetes-types';
import type { PodState } from '@klockwork/pod-lifecycle';

/** True for a deleted pod or a decided end: no further container starts. */
export function isEnding({ metadata }: Pod, { terminalPhase }: PodState): boolean {
  return metadata?.deletionTimestamp !== undefined || terminalPhase !== undefined;
}
