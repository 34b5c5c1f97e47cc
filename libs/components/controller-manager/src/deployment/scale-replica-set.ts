import type { Action, PlannedAction } from '@klockwork/controller-runtime';
import { type Deployment, type ReplicaSet, resources } from '@klockwork/resources';
import { sizeAnnotations } from './annotations.ts';
import { wantedReplicas } from './fenceposts.ts';

/** ReplicaSet with its new size. */
export interface Sizing {
  readonly replicaSet: ReplicaSet;
  readonly replicas: number;
}

/** Sets size and annotations of a ReplicaSet; empty when both are correct. Models scaleReplicaSet of pkg/controller/deployment/sync.go. */
export function scaleReplicaSet(deployment: Deployment, { replicaSet, replicas }: Sizing): PlannedAction[] {
  const from = wantedReplicas(replicaSet);
  const before = replicaSet.metadata?.annotations ?? {};
  const sizes = sizeAnnotations(deployment);
  if (from === replicas && Object.entries(sizes).every(([name, value]) => before[name] === value)) return [];
  const metadata = { ...replicaSet.metadata, annotations: { ...before, ...sizes } };
  const object = { ...replicaSet, metadata, spec: { ...replicaSet.spec, replicas } };
  const update: PlannedAction = { type: 'update', resource: resources.replicaSets, object };
  if (from === replicas) return [update];
  const direction = from < replicas ? 'up' : 'down';
  const message = `Scaled ${direction} replica set ${replicaSet.metadata?.name} from ${from} to ${replicas}`;
  return [{ ...update, onDone: () => recordOn(deployment, 'Normal', 'ScalingReplicaSet', message) }];
}

export function recordOn(deployment: Deployment, eventType: 'Normal' | 'Warning', reason: string, message: string): Action {
  return { type: 'record', about: { resource: resources.deployments, object: deployment }, eventType, reason, message };
}
