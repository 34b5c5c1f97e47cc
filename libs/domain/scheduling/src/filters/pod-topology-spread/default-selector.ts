import { type LabelSelector, labelSelector } from '@klockwork/api-machinery';
import type { OwnerReference, Pod } from '@klockwork/kubernetes-types';
import { type ReplicaSet, type ReplicationController, type ResourceRef, resources, type StatefulSet } from '@klockwork/resources';
import type { WorkloadView } from '../../scheduling-view.ts';

/**
 * Returns the selector of pods like `pod`: those of its Services, and of the ReplicationController, ReplicaSet or StatefulSet that controls
 * it. Empty without any. Models `helper.DefaultSelector`.
 */
export function defaultSelector(pod: Pod, view: WorkloadView): LabelSelector {
  const { namespace = '', labels = {} } = pod.metadata ?? {};
  const selectors = view
    .services(namespace)
    .map(({ spec }) => spec?.selector ?? {})
    .filter((selector) => Object.keys(selector).length > 0 && labelSelector.fromLabels(selector).matches(labels));
  const { matchLabels, matchExpressions } = ownerSelector(pod, view);
  return labelSelector.fromObject({
    matchLabels: { ...Object.assign({}, ...selectors), ...matchLabels },
    ...(matchExpressions && { matchExpressions }),
  });
}

type SelectorObject = NonNullable<NonNullable<ReplicaSet['spec']>['selector']>;

function ownerSelector({ metadata }: Pod, view: WorkloadView): SelectorObject {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller === true);
  const kind = owner && WORKLOADS.find((one) => isOf(one, owner));
  if (owner === undefined || kind === undefined) return {};
  const workload = view.workload(kind, metadata?.namespace ?? '', owner.name);
  if (workload === undefined) return {};
  if (kind === resources.replicationControllers) return { matchLabels: { ...(workload as ReplicationController).spec?.selector } };
  return (workload as ReplicaSet | StatefulSet).spec?.selector ?? {};
}

const WORKLOADS: readonly ResourceRef[] = [resources.replicationControllers, resources.replicaSets, resources.statefulSets];

function isOf({ group, version, kind }: ResourceRef, owner: OwnerReference): boolean {
  return owner.kind === kind && owner.apiVersion === (group === '' ? version : `${group}/${version}`);
}
