import { shareWith } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import type { PodState } from '@klockwork/pod-lifecycle';

/** Shares equal parts between a decided status and that of the API, to save memory. */
export function sharingStatus(state: PodState, { status }: Pod): PodState {
  return state.status === undefined ? state : { ...state, status: shareWith(state.status, status) };
}
