import type { Action, EventSubject, PlannedAction } from '@klockwork/controller-runtime';
import { copy } from '@klockwork/kernel';
import { type KubeObject, type Pod, type PodTemplateSpec, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { controllerReference } from '../ownership/owner-reference.ts';

/** Additional actions after a rejection, mostly a status write. */
export type RefusalActions = (message: string) => readonly Action[];

const TELL_NOBODY: RefusalActions = () => [];

/** Creates a pod for its owner and records an Event. Models RealPodControl.CreatePods of pkg/controller/controller_utils.go. */
export function createPod(owner: EventSubject, pod: KubeObject, tell = TELL_NOBODY): PlannedAction {
  return {
    type: 'create',
    resource: resources.pods,
    object: pod,
    onDone: (object) => record(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${object?.metadata?.name}`),
    onRefused: (message) => [record(owner, 'Warning', 'FailedCreate', `Error creating: ${message}`), ...tell(message)],
  };
}

/** Deletes a pod of its owner. A missing pod is no error. Models RealPodControl.DeletePod. */
export function deletePod(owner: EventSubject, pod: Pod, tell = TELL_NOBODY): PlannedAction {
  const { uid } = pod.metadata ?? {};
  return {
    type: 'delete',
    resource: resources.pods,
    name: nameOf(pod),
    deletion: uid === undefined ? {} : { uid },
    tolerate: ['NotFound'],
    onDone: () => record(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata?.name}`),
    onRefused: (message) => [record(owner, 'Warning', 'FailedDelete', `Error deleting: ${message}`), ...tell(message)],
  };
}

/** Pod of a template, with generated name and owner reference. Models GetPodFromTemplate. */
export function podOfTemplate({ resource, object }: EventSubject, template: PodTemplateSpec | undefined): Pod {
  const { namespace = '', name = '' } = object.metadata ?? {};
  const { metadata = {}, spec } = copy(template ?? {});
  const { labels, annotations, finalizers } = metadata;
  const inherited = Object.fromEntries(Object.entries({ labels, annotations, finalizers }).filter(([, value]) => value !== undefined));
  const ownerReferences = [controllerReference(resource, object)];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, generateName: `${name}-`, ...inherited, ownerReferences }, spec };
  return pod as Pod;
}

/** Records an Event on the owner of pods. */
export function record(about: EventSubject, eventType: 'Normal' | 'Warning', reason: string, message: string): Action {
  return { type: 'record', about, eventType, reason, message };
}
