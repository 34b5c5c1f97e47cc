import type { EventSubject, PlannedAction } from '@klockwork/controller-runtime';
import { type Pod, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { record } from '../pods/pod-actions.ts';

/** Creates a pod with a fixed name. Models CreateStatefulPod of pkg/controller/statefulset/stateful_pod_control.go. */
export function createStatefulPod(owner: EventSubject, pod: Pod): PlannedAction {
  const text = `create ${about(owner, pod)}`;
  return {
    type: 'create',
    resource: resources.pods,
    object: pod,
    onDone: () => record(owner, 'Normal', 'SuccessfulCreate', `${text} successful`),
    onRefused: (message) => [record(owner, 'Warning', 'FailedCreate', `${text} failed error: ${message}`)],
  };
}

/** Deletes a pod. Models DeleteStatefulPod. */
export function deleteStatefulPod(owner: EventSubject, pod: Pod): PlannedAction {
  const { uid } = pod.metadata ?? {};
  const text = `delete ${about(owner, pod)}`;
  return {
    type: 'delete',
    resource: resources.pods,
    name: nameOf(pod),
    deletion: uid === undefined ? {} : { uid },
    tolerate: ['NotFound'],
    onDone: () => record(owner, 'Normal', 'SuccessfulDelete', `${text} successful`),
    onRefused: (message) => [record(owner, 'Warning', 'FailedDelete', `${text} failed error: ${message}`)],
  };
}

function about({ object }: EventSubject, pod: Pod): string {
  return `Pod ${pod.metadata?.name} in StatefulSet ${object.metadata?.name}`;
}
