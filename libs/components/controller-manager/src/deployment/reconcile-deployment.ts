import { labelSelector, semanticEqual } from '@klockwork/api-machinery';
import type { Plan, PlannedAction } from '@klockwork/controller-runtime';
import { type Deployment, type DeploymentStatus, podPhaseTerminal, type ReplicaSet, resources } from '@klockwork/resources';
import { claim } from '../ownership/claim.ts';
import { nameOf } from '../ownership/name-of.ts';
import { controllerOf } from '../ownership/owner-reference.ts';
import { annotations, currentAnnotations, newestRevision } from './annotations.ts';
import { progressing, withPausedCondition, withRevision } from './deployment-draft.ts';
import { deploymentStatus, isComplete } from './deployment-status.ts';
import type { DeploymentView, Generations } from './deployment-view.ts';
import { isRollingUpdate, wantedReplicas } from './fenceposts.ts';
import { generationsOf } from './generations.ts';
import { newReplicaSet } from './new-replica-set.ts';
import { progressWake, withProgress } from './progress.ts';
import { activeOf, byRevision, totalOf } from './replica-set-order.ts';
import { rollingStep } from './rolling-update.ts';
import { recordOn, type Sizing, scaleReplicaSet } from './scale-replica-set.ts';
import { isScaling, scalingStep } from './scaling.ts';

/** Next step towards the Deployment's spec. Models syncDeployment of pkg/controller/deployment. */
export function reconcileDeployment(view: DeploymentView, now: number): Plan {
  const { deployment } = view;
  const selector = labelSelector.fromObject(deployment.spec?.selector);
  const candidates = view.replicaSets;
  const ownedResult = claim({
    owner: deployment,
    ownerResource: resources.deployments,
    selector,
    resource: resources.replicaSets,
    candidates,
  });
  const generations = generationsOf(deployment, ownedResult.claimed);
  const step = stepOf(view, withPausedCondition(deployment, now), generations, now);
  return { ...step, stages: [ownedResult.actions, ...step.stages].filter((stage) => stage.length > 0) };
}

function stepOf(view: DeploymentView, deployment: Deployment, generations: Generations, now: number): Plan {
  const context: Context = { view, deployment: withRevision(deployment, generations, now), generations, now };
  if (deployment.metadata?.deletionTimestamp !== undefined) return told(context, [], false);
  if (deployment.spec?.paused === true || isScaling(deployment, generations)) return scaledStep(context);
  return isRollingUpdate(deployment) ? rolledStep(context) : recreatedStep(context);
}

/** `deployment` carries the conditions and annotations decided so far; `view.deployment` is what is stored. */
interface Context {
  readonly view: DeploymentView;
  readonly deployment: Deployment;
  readonly generations: Generations;
  readonly now: number;
}

function scaledStep(context: Context): Plan {
  const { deployment, generations } = context;
  const stale = staleAnnotations(deployment, generations);
  if (stale.length > 0) return told(context, stale, false);
  return told(context, [...sized(deployment, scalingStep(deployment, generations)), ...cleanUp(context)], false);
}

function rolledStep(context: Context): Plan {
  const { deployment, generations } = context;
  if (generations.current === undefined) return createCurrent(context);
  const stale = staleAnnotations(deployment, generations);
  if (stale.length > 0) return told(context, stale, true);
  const sizings = rollingStep(deployment, generations.current, generations.old);
  return told(context, sizings.length > 0 ? sized(deployment, sizings) : cleanUp(context), true);
}

/** All old pods end before the first new one starts. Models rolloutRecreate of pkg/controller/deployment/recreate.go. */
function recreatedStep(context: Context): Plan {
  const { deployment, generations, view } = context;
  const { current, old } = generations;
  const active = activeOf(old);
  const ended = active.map((replicaSet) => ({ replicaSet, replicas: 0 }));
  if (ended.length > 0) return told(context, sized(deployment, ended), true);
  if (oldPodsRun(view, generations)) return told(context, [], true);
  if (current === undefined) return createCurrent(context);
  const stale = staleAnnotations(deployment, generations);
  if (stale.length > 0) return told(context, stale, true);
  const wanted = wantedReplicas(deployment);
  const sizings = wantedReplicas(current) === wanted ? [] : [{ replicaSet: current, replicas: wanted }];
  return told(context, sizings.length > 0 ? sized(deployment, sizings) : cleanUp(context), true);
}

function oldPodsRun({ pods }: DeploymentView, { current, old }: Generations): boolean {
  if (totalOf(old, 'replicas') > 0) return true;
  return pods.some((pod) => controllerOf(pod)?.uid !== current?.metadata?.uid && !podPhaseTerminal(pod));
}

function sized(deployment: Deployment, sizings: readonly Sizing[]): PlannedAction[] {
  return sizings.flatMap((sizing) => scaleReplicaSet(deployment, sizing));
}

/** Creates the ReplicaSet of the current template, or counts a hash collision when another template's ReplicaSet has the name. */
function createCurrent(context: Context): Plan {
  const { deployment, generations, view, now } = context;
  const replicaSet = newReplicaSet(deployment, generations.old, newestRevision(generations.old) + 1n);
  const { name = '' } = replicaSet.metadata ?? {};
  if (view.isTaken(name)) return told(withStatus(context, { collisionCount: (deployment.status?.collisionCount ?? 0) + 1 }), [], true);
  const createdDeployment = progressing(
    deployment,
    { status: 'True', reason: 'NewReplicaSetCreated', message: `Created new replica set "${name}"` },
    now,
  );
  const markedDeployment = {
    ...createdDeployment,
    metadata: {
      ...createdDeployment.metadata,
      annotations: { ...createdDeployment.metadata?.annotations, [annotations.revision]: `${newestRevision(generations.old) + 1n}` },
    },
  };
  return told({ ...context, deployment: markedDeployment }, [creation(context, replicaSet)], true);
}

function creation({ deployment, view, now }: Context, replicaSet: ReplicaSet): PlannedAction {
  const { name } = replicaSet.metadata ?? {};
  const replicas = wantedReplicas(replicaSet);
  const scaledUp = `Scaled up replica set ${name} from 0 to ${replicas}`;
  return {
    type: 'create',
    resource: resources.replicaSets,
    object: replicaSet,
    onDone: () => (replicas > 0 ? recordOn(view.deployment, 'Normal', 'ScalingReplicaSet', scaledUp) : undefined),
    onRefused: (refusal) => {
      const message = `Failed to create new replica set "${name}": ${refusal}`;
      const failedDeployment = progressing(deployment, { status: 'False', reason: 'ReplicaSetCreateError', message }, now);
      return [
        ...statusUpdate(view.deployment, failedDeployment, failedDeployment.status ?? {}),
        recordOn(view.deployment, 'Warning', 'ReplicaSetCreateError', message),
      ];
    },
  };
}

/** Brings annotations and minReadySeconds of the current ReplicaSet in line with the Deployment's. */
function staleAnnotations(deployment: Deployment, { current, old }: Generations): PlannedAction[] {
  if (current === undefined) return [];
  const wanted = currentAnnotations(deployment, current, newestRevision(old) + 1n);
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  const sameDelay = (current.spec?.minReadySeconds ?? 0) === minReadySeconds;
  if (sameDelay && semanticEqual(current.metadata?.annotations ?? {}, wanted)) return [];
  const spec = { ...(current.spec as NonNullable<ReplicaSet['spec']>), ...(sameDelay ? {} : { minReadySeconds }) };
  const object: ReplicaSet = { ...current, metadata: { ...current.metadata, annotations: wanted }, spec };
  return [{ type: 'update', resource: resources.replicaSets, object }];
}

/** Deletes the oldest ReplicaSets beyond revisionHistoryLimit. Models cleanupDeployment. */
function cleanUp({ deployment, generations, view }: Context): PlannedAction[] {
  const limit = deployment.spec?.revisionHistoryLimit;
  const paused = deployment.spec?.paused === true;
  if (limit === undefined || (!paused && !isComplete(deployment, view.deployment.status ?? {}))) return [];
  const alive = generations.old.filter((replicaSet) => replicaSet.metadata?.deletionTimestamp === undefined);
  const excess = Math.max(0, alive.length - limit);
  return alive
    .toSorted(byRevision)
    .slice(0, excess)
    .filter(isIdle)
    .map((replicaSet) => ({
      type: 'delete',
      resource: resources.replicaSets,
      name: nameOf(replicaSet),
      deletion: {},
      tolerate: ['NotFound'],
    }));
}

function isIdle({ metadata, spec, status }: ReplicaSet): boolean {
  return (status?.replicas ?? 0) === 0 && spec?.replicas === 0 && (metadata?.generation ?? 0) <= (status?.observedGeneration ?? 0);
}

/** Plan of given actions, followed by the status. `rollout`: include rollout conditions. */
function told(context: Context, actions: readonly PlannedAction[], rollout: boolean): Plan {
  const { deployment, generations, now, view } = context;
  const countedStatus = deploymentStatus(deployment, generations, now);
  const status = rollout
    ? withProgress({ ...deployment, status: { ...view.deployment.status } }, countedStatus, generations, now)
    : countedStatus;
  const stages = [actions, statusUpdate(view.deployment, deployment, status)].filter((stage) => stage.length > 0);
  const wakeAt = rollout ? progressWake(deployment, status) : undefined;
  return wakeAt === undefined ? { stages } : { stages, wakeAt };
}

function statusUpdate(storedDeployment: Deployment, deployment: Deployment, status: DeploymentStatus): PlannedAction[] {
  const sameAnnotations = semanticEqual(storedDeployment.metadata?.annotations ?? {}, deployment.metadata?.annotations ?? {});
  if (sameAnnotations && semanticEqual(storedDeployment.status ?? {}, status)) return [];
  const object: Deployment = { ...deployment, status };
  return [{ type: 'update', resource: resources.deployments, subresource: 'status', object }];
}

function withStatus(context: Context, status: Partial<DeploymentStatus>): Context {
  return { ...context, deployment: { ...context.deployment, status: { ...context.deployment.status, ...status } } };
}
