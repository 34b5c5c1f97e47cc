import type { InformerFactory } from '@klockwork/informers';
import { type ControllerRevision, type Job, jobNames, type KubeObject, type Pod, type ReplicaSet, resources } from '@klockwork/resources';
import { claimKeys } from '@klockwork/scheduling';
import { controllerOf } from './ownership/owner-reference.ts';

/** Index of objects by controller uid. */
export const BY_CONTROLLER = 'controller';
/** Index of objects without a controller, by namespace. */
export const BY_ORPHANED_IN = 'orphaned-in';
/** Index of pods not yet counted by their Job: `namespace/name`; `namespace/` without a controller. */
export const BY_TRACKING_JOB = 'tracking-job';
/** Finds pods by the claims they name: `namespace/name`. */
export const BY_CLAIM = 'claim';
/** Index of pods by node. */
export const BY_NODE = 'node';

const ownership = {
  [BY_CONTROLLER]: (object: KubeObject) => {
    const uid = controllerOf(object)?.uid;
    return uid === undefined ? [] : [uid];
  },
  [BY_ORPHANED_IN]: (object: KubeObject) => (controllerOf(object) === undefined ? [object.metadata?.namespace ?? ''] : []),
};

/** Pod informer with all indexes of this component. */
export function podInformer(informers: InformerFactory) {
  return informers.informer<Pod>(resources.pods, {
    indexes: {
      ...ownership,
      [BY_NODE]: (pod) => (pod.spec?.nodeName ? [pod.spec.nodeName] : []),
      [BY_TRACKING_JOB]: trackingJob,
      [BY_CLAIM]: claimKeys,
    },
  });
}

/** Key in {@link BY_TRACKING_JOB}. A pod of another kind of controller waits for no Job. */
export function trackingJob({ metadata }: KubeObject): string[] {
  if (!metadata?.finalizers?.includes(jobNames.trackingFinalizer)) return [];
  const controller = controllerOf({ metadata });
  if (controller !== undefined && controller.kind !== resources.jobs.kind) return [];
  return [`${metadata.namespace ?? ''}/${controller?.name ?? ''}`];
}

/** The Jobs, indexed by ownership. */
export function jobInformer(informers: InformerFactory) {
  return informers.informer<Job>(resources.jobs, { indexes: ownership });
}

/** The ControllerRevisions, indexed by ownership. */
export function revisionInformer(informers: InformerFactory) {
  return informers.informer<ControllerRevision>(resources.controllerRevisions, { indexes: ownership });
}

/** The ReplicaSets, indexed by ownership. */
export function replicaSetInformer(informers: InformerFactory) {
  return informers.informer<ReplicaSet>(resources.replicaSets, { indexes: ownership });
}
