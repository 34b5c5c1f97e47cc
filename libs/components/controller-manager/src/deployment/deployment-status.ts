import type { Deployment, DeploymentStatus } from '@klockwork/resources';
import { withCondition } from './deployment-conditions.ts';
import type { Generations } from './deployment-view.ts';
import { fenceposts, wantedReplicas } from './fenceposts.ts';
import { allOf } from './generations.ts';
import { totalOf, totalWanted } from './replica-set-order.ts';

/** The counts and the Available condition. Zeros are left out, as upstream omits them. Models calculateStatus of pkg/controller/deployment/sync.go. */
export function deploymentStatus(deployment: Deployment, generations: Generations, now: number): DeploymentStatus {
  const all = allOf(generations);
  const available = totalOf(all, 'availableReplicas');
  const counts = {
    observedGeneration: deployment.metadata?.generation ?? 0,
    replicas: totalOf(all, 'replicas'),
    updatedReplicas: generations.current?.status?.replicas ?? 0,
    readyReplicas: totalOf(all, 'readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, totalWanted(all) - available),
  };
  const { collisionCount, conditions = [] } = deployment.status ?? {};
  return {
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    terminatingReplicas: totalOf(all, 'terminatingReplicas'),
    conditions: withCondition(conditions, availability(deployment, available), now),
  };
}

function availability(deployment: Deployment, available: number) {
  const enough = available >= wantedReplicas(deployment) - fenceposts(deployment).maxUnavailable;
  return enough
    ? ({ type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' } as const)
    : ({
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      } as const);
}

/** True when all pods are of the present template, none is old, and enough are available. Models DeploymentComplete. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const wanted = wantedReplicas(deployment);
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (deployment.metadata?.generation ?? 0)
  );
}

/** True when `status` progressed since the last report. Models DeploymentProgressing. */
export function isProgress(deployment: Deployment, status: DeploymentStatus): boolean {
  const before = deployment.status ?? {};
  const oldOnes = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas;
  return (
    (status.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldOnes(status) < oldOnes(before) ||
    (status.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}
