import type { Pod } from '@klockwork/kubernetes-types';
import type { PodMemory } from '@klockwork/pod-lifecycle';

/** True for a deleted pod or a decided end: no further container starts. */
export function isEnding({ metadata }: Pod, { reached }: PodMemory): boolean {
  return metadata?.deletionTimestamp !== undefined || reached !== undefined;
}
