import { formatTime } from '@klockwork/api-machinery';
import type { DeploymentStatus } from '@klockwork/resources';

export type DeploymentCondition = NonNullable<DeploymentStatus['conditions']>[number];

export function conditionOf(status: DeploymentStatus | undefined, type: string): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Condition without timestamps. */
export interface ConditionContent {
  readonly type: 'Available' | 'Progressing' | 'ReplicaFailure';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/**
 * Conditions with `said` set. With equal status and reason, the condition stays unchanged; only a changed status updates the transition
 * time. Models SetDeploymentCondition.
 */
export function withCondition(conditions: readonly DeploymentCondition[], said: ConditionContent, now: number): DeploymentCondition[] {
  const previous = conditions.find((condition) => condition.type === said.type);
  if (previous?.status === said.status && previous.reason === said.reason) return [...conditions];
  const at = formatTime(now);
  const lastTransitionTime = previous?.status === said.status ? previous.lastTransitionTime : at;
  return [...withoutCondition(conditions, said.type), { ...said, lastUpdateTime: at, lastTransitionTime: lastTransitionTime ?? at }];
}

/** Like {@link withCondition}, but always updates `lastUpdateTime`: the rollout progressed. */
export function withRefreshedCondition(
  conditions: readonly DeploymentCondition[],
  said: ConditionContent,
  now: number,
): DeploymentCondition[] {
  const previous = conditions.find((condition) => condition.type === said.type);
  const at = formatTime(now);
  const lastTransitionTime = previous?.status === 'True' ? previous.lastTransitionTime : at;
  return [...withoutCondition(conditions, said.type), { ...said, lastUpdateTime: at, lastTransitionTime: lastTransitionTime ?? at }];
}

export function withoutCondition(conditions: readonly DeploymentCondition[], type: string): DeploymentCondition[] {
  return conditions.filter((condition) => condition.type !== type);
}
