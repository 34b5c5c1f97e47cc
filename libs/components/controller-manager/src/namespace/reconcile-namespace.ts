import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import { type KubeObject, NAMESPACE_FINALIZER, type Namespace, type ResourceRef, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { contentConditions, type Remaining } from './content-conditions.ts';

/**
 * Ends a namespace: deletes pods, then all other objects, reports the remaining ones, and finally removes the finalizer. Pods are first, so
 * that no container outlives its policies and secrets. `remaining` must be complete, not from a late cache. Models
 * pkg/controller/namespace/deletion.
 */
export function reconcileNamespace(namespace: Namespace, remaining: readonly Remaining[], now: LabTime): Plan {
  if (namespace.metadata?.deletionTimestamp === undefined) return NOTHING;
  const left = remaining.filter(({ objects }) => objects.length > 0);
  if (left.length === 0) return { stages: isHeld(namespace) ? [[finalize(namespace)]] : [] };
  const pods = left.filter(({ resource }) => resource.resource === resources.pods.resource && resource.group === '');
  const deletions = (pods.length > 0 ? pods : left).flatMap(({ resource, objects }) =>
    objects.filter(isNotDeleted).map((object) => remove(resource, object)),
  );
  return { stages: [deletions, conditionActions(namespace, pods.length > 0 ? pods : left, now)].filter((stage) => stage.length > 0) };
}

function isHeld(namespace: Namespace): boolean {
  return namespace.spec?.finalizers?.includes(NAMESPACE_FINALIZER) === true;
}

function isNotDeleted(object: KubeObject): boolean {
  return object.metadata?.deletionTimestamp === undefined;
}

function remove(resource: ResourceRef, object: KubeObject): PlannedAction {
  const { uid } = object.metadata ?? {};
  const deletion = { propagationPolicy: 'Background' as const, ...(uid === undefined ? {} : { uid }) };
  return { type: 'delete', resource, name: nameOf(object), deletion, tolerate: ['NotFound', 'Conflict'] };
}

function conditionActions(namespace: Namespace, left: readonly Remaining[], now: LabTime): PlannedAction[] {
  const conditions = contentConditions(namespace, left, now);
  if (conditions === undefined) return [];
  const object: Namespace = { ...namespace, status: { ...namespace.status, conditions } };
  return [{ type: 'update', resource: resources.namespaces, subresource: 'status', object }];
}

function finalize(namespace: Namespace): PlannedAction {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== NAMESPACE_FINALIZER);
  const object: Namespace = { ...namespace, spec: { finalizers } };
  return { type: 'update', resource: resources.namespaces, subresource: 'finalize', object, tolerate: ['NotFound'] };
}
