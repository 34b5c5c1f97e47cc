import type { Lister } from '@klockwork/informers';
import type { OwnerReference } from '@klockwork/kubernetes-types';
import type { KubeObject } from '@klockwork/resources';
import { controllerOf } from '../ownership/owner-reference.ts';
import type { ControllerScale } from './disruption-view.ts';

/** Controller with a replica count. */
interface Scalable extends KubeObject {
  spec?: { replicas?: number };
}

type ScaleListers = Readonly<
  Record<'replicationControllers' | 'deployments' | 'replicaSets' | 'statefulSets', Pick<Lister<Scalable>, 'get'>>
>;

/** Plurals and groups of kinds known to upstream without a scale subresource. */
const WITHOUT_SCALE: Readonly<Record<string, string>> = { 'apps/DaemonSet': 'daemonsets.apps', 'batch/Job': 'jobs.batch' };

/**
 * Replica count of a controller; for a ReplicaSet of a Deployment, that of the Deployment. Undefined for a deleted or unknown controller.
 * Models the finders of pkg/controller/disruption.
 */
export function controllerScale(listers: ScaleListers, namespace: string, reference: OwnerReference): ControllerScale | undefined {
  const { kind, name, apiVersion } = reference;
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  const problem = WITHOUT_SCALE[`${group}/${kind}`];
  if (problem !== undefined) return { problem: `${problem} does not implement the scale subresource` };
  if (group === '' && kind === 'ReplicationController') return scaleOf(listers.replicationControllers.get(namespace, name), reference);
  if (group !== 'apps') return undefined;
  if (kind === 'StatefulSet') return scaleOf(listers.statefulSets.get(namespace, name), reference);
  if (kind === 'Deployment') return scaleOf(listers.deployments.get(namespace, name), reference);
  return kind === 'ReplicaSet' ? replicaSetScale(listers, namespace, reference) : undefined;
}

function replicaSetScale(listers: ScaleListers, namespace: string, reference: OwnerReference): ControllerScale | undefined {
  const replicaSet = listers.replicaSets.get(namespace, reference.name);
  const owner = replicaSet?.metadata?.uid === reference.uid ? controllerOf(replicaSet) : undefined;
  if (owner?.kind !== 'Deployment') return scaleOf(replicaSet, reference);
  return scaleOf(listers.deployments.get(namespace, owner.name), owner);
}

function scaleOf(object: Scalable | undefined, { uid }: OwnerReference): ControllerScale | undefined {
  if (object?.metadata?.uid !== uid) return undefined;
  return { uid, replicas: object.spec?.replicas ?? 1 };
}
