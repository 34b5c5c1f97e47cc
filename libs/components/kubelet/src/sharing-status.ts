import { shareWith } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import type { PodMemory } from '@klockwork/pod-lifecycle';

/** Shares equal parts between a decided status and that of the API, to save memory. */
export function sharingStatus(memory: PodMemory, { status }: Pod): PodMemory {
  return memory.status === undefined ? memory : { ...memory, status: shareWith(memory.status, status) };
}
