import type * as kubernetes from '@klockwork/kubernetes-types';
import { metadataOf } from '../generic/metadata.ts';

/** CustomResourceDefinition: names, versions and schemas of a further kind. */
export type CustomResourceDefinition = kubernetes.CustomResourceDefinition;

/** Condition of a definition. */
export type DefinitionCondition = kubernetes.CustomResourceDefinitionCondition;

/** Finalizer of a terminating definition with remaining objects. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** Returns the condition of a type. */
export function definitionCondition({ status }: CustomResourceDefinition, type: string): DefinitionCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Returns whether objects of the definition are served. */
export function isEstablished(definition: CustomResourceDefinition): boolean {
  return definitionCondition(definition, 'Established')?.status === 'True';
}

/** Sets a condition; its time is `now` if its status changes. Models `SetCRDCondition`. */
export function setDefinitionCondition(
  draft: CustomResourceDefinition,
  condition: Omit<DefinitionCondition, 'lastTransitionTime'>,
  now: string,
): void {
  const { conditions = [], ...status } = draft.status ?? {};
  const previous = conditions.find(({ type }) => type === condition.type);
  const lastTransitionTime = previous?.status === condition.status ? (previous.lastTransitionTime ?? now) : now;
  const next = { ...condition, lastTransitionTime };
  const all = previous === undefined ? [...conditions, next] : conditions.map((one) => (one === previous ? next : one));
  draft.status = { ...status, conditions: all };
}

/** Adds the finalizer and the condition of a first DELETE. Models `Delete` of `registry/customresourcedefinition/etcd.go`. */
export function markForDeletion(draft: CustomResourceDefinition): void {
  const metadata = metadataOf(draft);
  metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), CLEANUP_FINALIZER])];
  setDefinitionCondition(
    draft,
    {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    },
    metadata.deletionTimestamp ?? '',
  );
}
