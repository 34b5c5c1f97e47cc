import { labelSelector, semanticEqual } from '@klockwork/api-machinery';
import type { Plan, PlannedAction } from '@klockwork/controller-runtime';
import { type DaemonSet, type Pod, resources } from '@klockwork/resources';
import { daemonPlacement } from '@klockwork/scheduling';
import { claim } from '../ownership/claim.ts';
import { minReadyWake } from '../pods/min-ready-wake.ts';
import { deletePod } from '../pods/pod-actions.ts';
import { historyOf, surplusRevisions } from '../revisions/revision-history.ts';
import { probePod } from './daemon-pod.ts';
import { daemonSetStatus } from './daemon-set-status.ts';
import { type DaemonNode, type DaemonSetView, isOfRevision, REVISION_HASH, targetNodeOf } from './daemon-set-view.ts';
import { manageNodes } from './manage-nodes.ts';
import { rollNodes } from './rolling-nodes.ts';

/** Runs one pod on each eligible node, finally with the current template. Models syncDaemonSet of pkg/controller/daemon. */
export function reconcileDaemonSet(view: DaemonSetView, now: number): Plan {
  const { daemonSet } = view;
  const selector = labelSelector.fromObject(daemonSet.spec?.selector);
  const claiming = { owner: daemonSet, ownerResource: resources.daemonSets, selector };
  const pods = claim({ ...claiming, resource: resources.pods, candidates: view.pods });
  const revisions = claim({ ...claiming, resource: resources.controllerRevisions, candidates: view.revisions });
  const history = historyOf({
    owner: { resource: resources.daemonSets, object: daemonSet },
    template: daemonSet.spec?.template,
    revisions: revisions.claimed,
    collisionCount: daemonSet.status?.collisionCount,
    hashLabel: REVISION_HASH,
  });
  const hash = history.current.metadata?.labels?.[REVISION_HASH] ?? '';
  const nodes = nodesOf(view, pods.claimed);
  const ending = daemonSet.metadata?.deletionTimestamp !== undefined;
  const managedPlan = ending ? { actions: [] } : manageNodes(view, nodes, hash, now);
  const lostActions = ending ? [] : withoutNode(daemonSet, pods.claimed, nodes);
  const rolledActions = ending || managedPlan.actions.length > 0 ? [] : rollNodes(daemonSet, nodes, hash, now);
  const isLive = (revision: { metadata?: { labels?: Record<string, string> } }) =>
    pods.claimed.some((pod) => isOfRevision(pod, revision.metadata?.labels?.[REVISION_HASH] ?? ''));
  const stages = [
    [...pods.actions, ...revisions.actions],
    ending ? [] : history.actions,
    [...managedPlan.actions, ...lostActions, ...rolledActions],
    statusStage(daemonSet, nodes, hash, now),
    surplusRevisions(history.old, daemonSet.spec?.revisionHistoryLimit ?? 10, isLive),
  ];
  const wakeAt = managedPlan.wakeAt ?? minReadyWake(pods.claimed, daemonSet.spec?.minReadySeconds, now);
  return { stages: stages.filter((stage) => stage.length > 0), ...(wakeAt === undefined ? {} : { wakeAt }) };
}

function nodesOf({ daemonSet, nodes }: DaemonSetView, pods: readonly Pod[]): DaemonNode[] {
  return nodes.map((node) => {
    const name = node.metadata?.name ?? '';
    const there = pods.filter((pod) => targetNodeOf(pod) === name).toSorted(byAge);
    return { name, placement: daemonPlacement(probePod(daemonSet, node) as Parameters<typeof daemonPlacement>[0], node), pods: there };
  });
}

function byAge(a: Pod, b: Pod): number {
  const [first, second] = [a, b].map(({ metadata }) => `${metadata?.creationTimestamp ?? ''}/${metadata?.name ?? ''}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}

/**
 * Deletes unbound pods of deleted nodes, as they can never start; the pod garbage collector deletes bound ones. Models
 * getUnscheduledPodsWithoutNode.
 */
function withoutNode(daemonSet: DaemonSet, pods: readonly Pod[], nodes: readonly DaemonNode[]): PlannedAction[] {
  const owner = { resource: resources.daemonSets, object: daemonSet };
  const lostPods = pods.filter((pod) => !pod.spec?.nodeName && nodes.every(({ name }) => name !== targetNodeOf(pod)));
  return lostPods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined).map((pod) => deletePod(owner, pod));
}

function statusStage(daemonSet: DaemonSet, nodes: readonly DaemonNode[], hash: string, now: number): PlannedAction[] {
  const object: DaemonSet = { ...daemonSet, status: daemonSetStatus(daemonSet, nodes, hash, now) };
  if (semanticEqual(object.status, daemonSet.status)) return [];
  return [{ type: 'update', resource: resources.daemonSets, subresource: 'status', object }];
}
