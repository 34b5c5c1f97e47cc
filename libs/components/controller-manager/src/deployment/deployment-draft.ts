import type { Deployment } from '@klockwork/resources';
import { annotations, newestRevision, revisionOf } from './annotations.ts';
import { type ConditionContent, conditionOf, withCondition } from './deployment-conditions.ts';
import type { Generations } from './deployment-view.ts';
import { progressDeadline } from './progress.ts';

/** Copies the current ReplicaSet's revision to the Deployment, and sets condition Progressing for an adopted ReplicaSet. */
export function withRevision(deployment: Deployment, generations: Generations, now: number): Deployment {
  const { current, old } = generations;
  if (current === undefined) return deployment;
  const [next, present] = [newestRevision(old) + 1n, revisionOf(current)];
  const revision = `${next > present ? next : present}`;
  const isProgressReported = conditionOf(deployment.status, 'Progressing') !== undefined;
  const message = `Found new replica set "${current.metadata?.name}"`;
  const describedDeployment = isProgressReported
    ? deployment
    : progressing(deployment, { status: 'True', reason: 'FoundNewReplicaSet', message }, now);
  return {
    ...describedDeployment,
    metadata: {
      ...describedDeployment.metadata,
      annotations: { ...describedDeployment.metadata?.annotations, [annotations.revision]: revision },
    },
  };
}

/** Paused and resumed are told apart from stuck. Models checkPausedConditions. */
export function withPausedCondition(deployment: Deployment, now: number): Deployment {
  const reason = conditionOf(deployment.status, 'Progressing')?.reason;
  if (reason === 'ProgressDeadlineExceeded') return deployment;
  const paused = deployment.spec?.paused === true;
  if (paused && reason !== 'DeploymentPaused')
    return progressing(deployment, { status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' }, now);
  if (!paused && reason === 'DeploymentPaused')
    return progressing(deployment, { status: 'Unknown', reason: 'DeploymentResumed', message: 'Deployment is resumed' }, now);
  return deployment;
}

/** Sets condition Progressing, if the Deployment has a progress deadline. */
export function progressing(deployment: Deployment, content: Omit<ConditionContent, 'type'>, now: number): Deployment {
  if (progressDeadline(deployment) === undefined) return deployment;
  const conditions = withCondition(deployment.status?.conditions ?? [], { type: 'Progressing', ...content }, now);
  return { ...deployment, status: { ...deployment.status, conditions } };
}
