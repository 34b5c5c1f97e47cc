import type { Action, Plan, PlannedAction } from '@klockwork/controller-runtime';
import { type DaemonSet, type Pod, podAvailable, resources } from '@klockwork/resources';
import { createPod, deletePod, record } from '../pods/pod-actions.ts';
import { daemonPod } from './daemon-pod.ts';
import { type DaemonNode, type DaemonSetView, isOfRevision } from './daemon-set-view.ts';
import { deletableAt } from './failed-daemon-pods.ts';

/** Max creations a sync: upstream's BurstReplicas. */
const BURST_PODS = 250;

/** Actions on nodes. */
export interface DaemonPodPlan {
  readonly actions: readonly PlannedAction[];
  readonly wakeAt?: Plan['wakeAt'];
}

/** Pods to delete and nodes that need one. */
interface NodeDecision {
  readonly create: boolean;
  readonly remove: readonly Pod[];
  readonly events: readonly Action[];
  readonly retryAt?: number;
}

/** Creates missing pods and deletes surplus ones on all nodes. Models manage of pkg/controller/daemon/daemon_controller.go. */
export function manageNodes(view: DaemonSetView, nodes: readonly DaemonNode[], hash: string, now: number): DaemonPodPlan {
  const { daemonSet } = view;
  const owner = { resource: resources.daemonSets, object: daemonSet };
  const decisions = nodes.map((node) => ({ node, ...decideNode(view, node, hash, now) }));
  const creations = decisions.filter(({ create }) => create).slice(0, BURST_PODS);
  const retries = decisions.flatMap(({ retryAt }) => retryAt ?? []);
  return {
    actions: [
      ...decisions.flatMap(({ events }) => events),
      ...creations.map(({ node }) => createPod(owner, daemonPod(owner, daemonSet, hash, node.name))),
      ...decisions.flatMap(({ remove }) => remove).map((pod) => deletePod(owner, pod)),
    ],
    ...(retries.length === 0 ? {} : { wakeAt: { at: Math.min(...retries), timer: { name: 'daemon-pod-back-off' } } }),
  };
}

/** Models podsShouldBeOnNode. */
function decideNode(view: DaemonSetView, node: DaemonNode, hash: string, now: number): NodeDecision {
  const staying = node.pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  if (node.placement === 'leave') return { create: false, remove: staying, events: [] };
  const create = node.placement === 'run' && node.pods.length === 0;
  const endedPod = staying.find(({ status }) => status?.phase === 'Failed' || status?.phase === 'Succeeded');
  if (endedPod !== undefined) return endedDecision(view, node, endedPod, now);
  if (staying.length < 2) return { create, remove: [], events: [] };
  return {
    create,
    remove: allowsSurge(view.daemonSet) ? surplusOfSurge(view.daemonSet, staying, hash, now) : staying.slice(1),
    events: [],
  };
}

function endedDecision({ daemonSet, failuresOn }: DaemonSetView, { name }: DaemonNode, pod: Pod, now: number): NodeDecision {
  const owner = { resource: resources.daemonSets, object: daemonSet };
  const { namespace, name: podName } = pod.metadata ?? {};
  const where = `pod ${namespace}/${podName} on node ${name}`;
  if (pod.status?.phase === 'Succeeded') {
    const events = [record(owner, 'Normal', 'SucceededDaemonPod', `Found succeeded daemon ${where}, will try to delete it`)];
    return { create: false, remove: [pod], events };
  }
  const retryAt = deletableAt(failuresOn(name));
  if (now < retryAt) return { create: false, remove: [], events: [], retryAt };
  return {
    create: false,
    remove: [pod],
    events: [record(owner, 'Warning', 'FailedDaemonPod', `Found failed daemon ${where}, will try to kill it`)],
  };
}

/** During a surge, a node may run one pod of each revision. */
function surplusOfSurge({ spec }: DaemonSet, pods: readonly Pod[], hash: string, now: number): readonly Pod[] {
  const available = (pod: Pod) => podAvailable(pod, spec?.minReadySeconds ?? 0, now);
  const [newOnes, oldOnes] = [pods.filter((pod) => isOfRevision(pod, hash)), pods.filter((pod) => !isOfRevision(pod, hash))];
  const done = newOnes.some(available) || !oldOnes.some(available);
  return [...newOnes.slice(1), ...(newOnes.length > 0 && done ? oldOnes : oldOnes.slice(1))];
}

/** True for a rolling update with maxSurge above 0. */
export function allowsSurge({ spec }: DaemonSet): boolean {
  const surge = spec?.updateStrategy?.type === 'RollingUpdate' ? spec.updateStrategy.rollingUpdate?.maxSurge : 0;
  return surge !== undefined && surge !== 0 && surge !== '0%';
}
