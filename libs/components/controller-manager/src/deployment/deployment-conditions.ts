import { formatTime } from '@klockwork/api-machinery';
import type { DeploymentStatus } from '@klockwork/resources';

/** A condition of a Deployment. */
export type DeploymentCondition = NonNullable<DeploymentStatus['conditions']>[number];

/** The condition of this type, or undefined. */
export function conditionOf(status: DeploymentStatus | undefined, type: string): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** What a condition says, without its times. */
export interface ConditionContent {
  readonly type: 'Available' | 'Progressing' | 'ReplicaFailure';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/**
 * The conditions with `said` among them. One with the same status and reason stays as it is; the transition time moves
 * only with the status. Models SetDeploymentCondition.
 */
export function withCondition(conditions: readonly DeploymentCondition[], said: ConditionContent, now: number): DeploymentCondition[] {
  const known = conditions.find((condition) => condition.type === said.type);
  if (known?.status === said.status && known.reason === said.reason) return [...conditions];
  const at = formatTime(now);
  const lastTransitionTime = known?.status === said.status ? known.lastTransitionTime : at;
  return [...withoutCondition(conditions, said.type), { ...said, lastUpdateTime: at, lastTransitionTime: lastTransitionTime ?? at }];
}

/** As {@link withCondition}, but told anew even when nothing but the time differs: progress was made. */
export function withRefreshedCondition(
  conditions: readonly DeploymentCondition[],
  said: ConditionContent,
  now: number,
): DeploymentCondition[] {
  const known = conditions.find((condition) => condition.type === said.type);
  const at = formatTime(now);
  const lastTransitionTime = known?.status === 'True' ? known.lastTransitionTime : at;
  return [...withoutCondition(conditions, said.type), { ...said, lastUpdateTime: at, lastTransitionTime: lastTransitionTime ?? at }];
}

/** The conditions without one type. */
export function withoutCondition(conditions: readonly DeploymentCondition[], type: string): DeploymentCondition[] {
  return conditions.filter((condition) => condition.type !== type);
}
