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
export function withCondition(conditions: readonly DeploymentCondition[], content: ConditionContent, now: number): DeploymentCondition[] {
  const previous = conditions.find((condition) => condition.type === content.type);
  if (previous?.status === content.status && previous.reason === content.reason) return [...conditions];
  const at = formatTime(now);
  const lastTransitionTime = previous?.status === content.status ? previous.lastTransitionTime : at;
  return [...withoutCondition(conditions, content.type), { ...content, lastUpdateTime: at, lastTransitionTime: lastTransitionTime ?? at }];
}

/** Like {@link withCondition}, but always updates `lastUpdateTime`: the rollout progressed. */
export function withRefreshedCondition(
  conditions: readonly DeploymentCondition[],
  content: ConditionContent,
  now: number,
): DeploymentCondition[] {
  const previous = conditions.find((condition) => condition.type === content.type);
  const at = formatTime(now);
  const lastTransitionTime = previous?.status === 'True' ? previous.lastTransitionTime : at;
  return [...withoutCondition(conditions, content.type), { ...content, lastUpdateTime: at, lastTransitionTime: lastTransitionTime ?? at }];
}

export function withoutCondition(conditions: readonly DeploymentCondition[], type: string): DeploymentCondition[] {
  return conditions.filter((condition) => condition.type !== type);
}
