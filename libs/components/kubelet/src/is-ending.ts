import type { PodMemory } from '@klockwork/pod-lifecycle';
import type { Pod } from 'kubernetes-types/core/v1';

/** Nothing more is started for a pod that is being deleted, or whose end was decided on. */
export function isEnding({ metadata }: Pod, { reached }: PodMemory): boolean {
  return metadata?.deletionTimestamp !== undefined || reached !== undefined;
}
