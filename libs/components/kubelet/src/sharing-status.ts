import { shareWith } from '@klockwork/kernel';
import type { PodMemory } from '@klockwork/pod-lifecycle';
import type { Pod } from 'kubernetes-types/core/v1';

/** Shares the equal parts of a decided status with the one of the API, so that memory holds them once. */
export function sharingStatus(memory: PodMemory, { status }: Pod): PodMemory {
  return memory.status === undefined ? memory : { ...memory, status: shareWith(memory.status, status) };
}
