import type { Action, PlannedAction } from '@klockwork/controller-runtime';
import { copy } from '@klockwork/kernel';
import { type KubeObject, type Pod, type ReplicaSet, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { controllerReference } from '../ownership/owner-reference.ts';

/** Makes one more pod of the template. Models RealPodControl.CreatePods of pkg/controller/controller_utils.go. */
export function createPod(replicaSet: ReplicaSet, tell: (message: string) => readonly Action[]): PlannedAction {
  return {
    do: 'create',
    resource: resources.pods,
    object: podOf(replicaSet),
    onDone: (pod) => record(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${pod?.metadata?.name}`),
    onRefused: (message) => [record(replicaSet, 'Warning', 'FailedCreate', `Error creating: ${message}`), ...tell(message)],
  };
}

/** Deletes one pod. One that is gone already is as good. Models RealPodControl.DeletePod. */
export function deletePod(replicaSet: ReplicaSet, pod: Pod, tell: (message: string) => readonly Action[]): PlannedAction {
  const { uid } = pod.metadata ?? {};
  return {
    do: 'delete',
    resource: resources.pods,
    name: nameOf(pod),
    deletion: uid === undefined ? {} : { uid },
    tolerate: ['NotFound'],
    onDone: () => record(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata?.name}`),
    onRefused: (message) => [record(replicaSet, 'Warning', 'FailedDelete', `Error deleting: ${message}`), ...tell(message)],
  };
}

function podOf(replicaSet: ReplicaSet): KubeObject {
  const { namespace = '', name = '' } = replicaSet.metadata ?? {};
  const { metadata = {}, spec } = copy(replicaSet.spec?.template ?? {});
  const { labels, annotations, finalizers } = metadata;
  const kept = Object.fromEntries(Object.entries({ labels, annotations, finalizers }).filter(([, value]) => value !== undefined));
  const ownerReferences = [controllerReference(resources.replicaSets, replicaSet)];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, generateName: `${name}-`, ...kept, ownerReferences }, spec };
  return pod as KubeObject;
}

function record(replicaSet: ReplicaSet, type: 'Normal' | 'Warning', reason: string, message: string): Action {
  return { do: 'record', about: { resource: resources.replicaSets, object: replicaSet }, type, reason, message };
}
