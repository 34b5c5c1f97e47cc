import type { Plan } from '@klockwork/controller-runtime';
import type { Deployment, DeploymentStatus, ReplicaSet } from '@klockwork/resources';
import {
  type ConditionContent,
  conditionOf,
  type DeploymentCondition,
  withCondition,
  withoutCondition,
  withRefreshedCondition,
} from './deployment-conditions.ts';
import { isComplete, isProgress } from './deployment-status.ts';
import type { Generations } from './deployment-view.ts';
import { allOf } from './generations.ts';

/** No deadline: upstream's MaxInt32. */
const NO_DEADLINE = 2_147_483_647;

/** Progress deadline in seconds; undefined without one. */
export function progressDeadline(deployment: Deployment): number | undefined {
  const seconds = deployment.spec?.progressDeadlineSeconds;
  return seconds === NO_DEADLINE ? undefined : seconds;
}

/**
 * Adds rollout conditions to `status`: complete, progressing, or timed out. Models syncRolloutStatus of
 * pkg/controller/deployment/progress.go.
 */
export function withProgress(deployment: Deployment, status: DeploymentStatus, generations: Generations, now: number): DeploymentStatus {
  const conditions = progressConditions(deployment, status, generations.current, now);
  return withReplicaFailure({ ...status, conditions }, generations);
}

/** Copies ReplicaFailure from ReplicaSets, the current one first. Models getReplicaFailures. */
function withReplicaFailure(status: DeploymentStatus, generations: Generations): DeploymentStatus {
  const others = withoutCondition(status.conditions ?? [], 'ReplicaFailure');
  const { current } = generations;
  const candidates = current === undefined ? allOf(generations) : [current, ...generations.old];
  for (const replicaSet of candidates) {
    const failure = replicaSet.status?.conditions?.find((condition) => condition.type === 'ReplicaFailure');
    if (failure === undefined) continue;
    const { lastTransitionTime } = failure;
    const previous = conditionOf(status, 'ReplicaFailure');
    const same = previous?.status === failure.status && previous.reason === failure.reason;
    const stampedFailure = { ...failure, ...(lastTransitionTime === undefined ? {} : { lastUpdateTime: lastTransitionTime }) };
    return { ...status, conditions: [...others, same ? previous : stampedFailure] };
  }
  return { ...status, conditions: others };
}

/**
 * Time of the next deadline check. Models requeueStuckDeployment, including its extra second, with one exception: upstream requeues forever
 * once a complete rollout lacks a pod beyond the deadline. Such checks have no effect.
 */
export function progressWake(deployment: Deployment, status: DeploymentStatus): Plan['wakeAt'] {
  const deadline = progressDeadline(deployment);
  const progressing = conditionOf(status, 'Progressing');
  if (deadline === undefined || progressing?.lastUpdateTime === undefined) return undefined;
  if (isComplete(deployment, status) || !canStick(progressing)) return undefined;
  return { at: Date.parse(progressing.lastUpdateTime) + (deadline + 1) * 1000, timer: { name: 'progress-deadline' } };
}

/** A complete rollout never times out again, and a timed out one does only once. Models DeploymentTimedOut. */
function canStick({ reason }: DeploymentCondition): boolean {
  return reason !== 'NewReplicaSetAvailable' && reason !== 'ProgressDeadlineExceeded';
}

function progressConditions(
  deployment: Deployment,
  status: DeploymentStatus,
  current: ReplicaSet | undefined,
  now: number,
): DeploymentCondition[] {
  const conditions = status.conditions ?? [];
  if (progressDeadline(deployment) === undefined) return withoutCondition(conditions, 'Progressing');
  const previous = conditionOf(status, 'Progressing');
  const finished = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && previous?.reason === 'NewReplicaSetAvailable';
  if (finished) return conditions;
  const who = current === undefined ? `Deployment "${deployment.metadata?.name}"` : `ReplicaSet "${current.metadata?.name}"`;
  const say = (state: ConditionContent['status'], reason: string, what: string): ConditionContent => ({
    type: 'Progressing',
    status: state,
    reason,
    message: `${who} ${what}`,
  });
  if (isComplete(deployment, status))
    return withCondition(conditions, say('True', 'NewReplicaSetAvailable', 'has successfully progressed.'), now);
  if (isProgress(deployment, status)) return withRefreshedCondition(conditions, say('True', 'ReplicaSetUpdated', 'is progressing.'), now);
  if (!isTimedOut(deployment, previous, now)) return conditions;
  return withCondition(conditions, say('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'), now);
}

/** Models DeploymentTimedOut. */
function isTimedOut(deployment: Deployment, progressing: DeploymentCondition | undefined, now: number): boolean {
  if (progressing === undefined || progressing.reason === 'NewReplicaSetAvailable') return false;
  if (progressing.reason === 'ProgressDeadlineExceeded') return true;
  const deadline = progressDeadline(deployment);
  if (deadline === undefined || progressing.lastUpdateTime === undefined) return false;
  return Date.parse(progressing.lastUpdateTime) + deadline * 1000 < now;
}
