import { type FieldError, formatTime, statusErrors } from '@klockwork/api-machinery';
import type { ProjectedSubresource, WriteContext } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { budgetCharges } from '../pod-disruption-budget/budget-charges.ts';
import { resources } from '../resource-refs.ts';
import type { Pod } from './pod.ts';
import { setPodCondition } from './pod-conditions.ts';

/**
 * POST `/eviction` deletes the pod gracefully and records the reason in its conditions, if its disruption budget permits. Used by `kubectl
 * drain`. Models `EvictionREST` of `pkg/registry/core/pod/storage/eviction.go`.
 */
export const podEviction: ProjectedSubresource<Pod> = {
  kind: { group: 'policy', version: 'v1', kind: 'Eviction' },
  verbs: ['create'],
  outcome: 'delete',
  companions: (pod, view, { now }) => budgetCharges(pod, view.list(resources.podDisruptionBudgets, pod.metadata?.namespace ?? ''), now),
  write: evict,
};

function evict(draft: Pod, body: KubeObject, { now }: WriteContext): FieldError[] {
  if (body.metadata?.name !== draft.metadata?.name) throw statusErrors.badRequest('name in URL does not match name in Eviction object');
  const disruption = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
  setPodCondition(draft, { ...disruption, observedGeneration: draft.metadata?.generation ?? 1 }, formatTime(now));
  return [];
}
