import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import { type Deployment, type Pod, type ReplicaSet, resources } from '@klockwork/resources';
import { BY_CONTROLLER, BY_ORPHANED_IN, podInformer, replicaSetInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { ownerKeys } from '../ownership/owner-keys.ts';
import { controllerOf } from '../ownership/owner-reference.ts';
import type { DeploymentView } from './deployment-view.ts';
import { isRollingUpdate } from './fenceposts.ts';
import { reconcileDeployment } from './reconcile-deployment.ts';

/** Rolls Deployments out through ReplicaSets. Models pkg/controller/deployment. */
export function deploymentController(informers: InformerFactory): Controller {
  const deployments = informers.informer<Deployment>(resources.deployments);
  const replicaSets = replicaSetInformer(informers);
  const pods = podInformer(informers);
  return {
    name: 'deployment-controller',
    keysOf: 'deployments',
    sources: [
      { informer: deployments, keys: ({ object }: Notice<Deployment>) => [keyOf(object)] },
      { informer: replicaSets, keys: (notice: Notice<ReplicaSet>) => ownerKeys(notice, 'Deployment', deployments) },
      { informer: pods, keys: (notice: Notice<Pod>) => keysOfPod(notice, replicaSets, deployments) },
    ],
    reconcile(key, now) {
      const deployment = deployments.get(...splitKey(key));
      return deployment === undefined ? NOTHING : reconcileDeployment(viewOf(deployment, replicaSets, pods), now);
    },
  };
}

function viewOf(deployment: Deployment, replicaSets: Informer<ReplicaSet>, pods: Informer<Pod>): DeploymentView {
  const { uid = '', namespace = '' } = deployment.metadata ?? {};
  const ownedReplicaSets = replicaSets.byIndex(BY_CONTROLLER, uid);
  return {
    deployment,
    replicaSets: [...ownedReplicaSets, ...replicaSets.byIndex(BY_ORPHANED_IN, namespace)],
    // Only Recreate asks for pods.
    pods: isRollingUpdate(deployment)
      ? []
      : ownedReplicaSets.flatMap((replicaSet) => pods.byIndex(BY_CONTROLLER, replicaSet.metadata?.uid ?? '')),
    isTaken: (name) => replicaSets.get(namespace, name) !== undefined,
  };
}

/** Only a Recreate depends on pods: the last old pod must be gone. */
function keysOfPod({ object, change }: Notice<Pod>, replicaSets: Informer<ReplicaSet>, deployments: Informer<Deployment>): string[] {
  const controller = controllerOf(object);
  if (controller?.kind !== 'ReplicaSet' || change === 'added') return [];
  const namespace = object.metadata?.namespace ?? '';
  const replicaSet = replicaSets.get(namespace, controller.name);
  const owner = replicaSet === undefined ? undefined : controllerOf(replicaSet);
  const deployment = owner === undefined ? undefined : deployments.get(namespace, owner.name);
  return deployment === undefined || isRollingUpdate(deployment) ? [] : [keyOf(deployment)];
}
