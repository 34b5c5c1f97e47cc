import type { PlannedAction } from '@klockwork/controller-runtime';
import { type DaemonSet, type Pod, podAvailable, resources } from '@klockwork/resources';
import { scaledCount } from '../pods/int-or-percent.ts';
import { createPod, deletePod } from '../pods/pod-actions.ts';
import { daemonPod } from './daemon-pod.ts';
import { type DaemonNode, isOfRevision } from './daemon-set-view.ts';
import { allowsSurge } from './manage-nodes.ts';

/** Node with its pods of current and older revisions, if any. */
interface NodePods {
  readonly name: string;
  readonly current: Pod | undefined;
  readonly old: Pod | undefined;
}

/**
 * Next step of a rolling update: deletes old pods, or adds new ones in a surge. Models rollingUpdate of pkg/controller/daemon/update.go.
 */
export function rollNodes(daemonSet: DaemonSet, nodes: readonly DaemonNode[], hash: string, now: number): readonly PlannedAction[] {
  if (daemonSet.spec?.updateStrategy?.type !== 'RollingUpdate') return [];
  const occupiedNodePods = nodes.filter(({ pods }) => pods.length > 0).map((node) => podsOf(node, hash));
  const desiredCount = nodes.filter(({ placement }) => placement === 'run').length;
  const available = (pod: Pod) => podAvailable(pod, daemonSet.spec?.minReadySeconds ?? 0, now);
  const step = { daemonSet, occupied: occupiedNodePods, available, desired: desiredCount, hash };
  return allowsSurge(daemonSet) ? surge(step) : replace(step);
}

interface Step {
  readonly daemonSet: DaemonSet;
  readonly occupied: readonly NodePods[];
  readonly available: (pod: Pod) => boolean;
  readonly desired: number;
  readonly hash: string;
}

/** Deletes unavailable old pods at once, and available ones within maxUnavailable. */
function replace({ daemonSet, occupied, available, desired }: Step): PlannedAction[] {
  const limit = Math.max(1, scaledCount(daemonSet.spec?.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, desired, Math.ceil));
  const onlyOld = occupied.flatMap(({ current, old }) => (current === undefined && old !== undefined ? [old] : []));
  const brokenPods = onlyOld.filter((pod) => !available(pod));
  const healthy = onlyOld.filter(available);
  const unavailable = occupied.filter(
    ({ current, old }) => (current === undefined) === (old === undefined) || (current !== undefined && !available(current)),
  );
  const remaining = Math.max(0, limit - unavailable.length);
  const owner = { resource: resources.daemonSets, object: daemonSet };
  return [...brokenPods, ...healthy.slice(0, remaining)].map((pod) => deletePod(owner, pod));
}

/** Adds a new pod next to the old one, deleted once the new one is available. */
function surge({ daemonSet, occupied, available, desired, hash }: Step): PlannedAction[] {
  const limit = scaledCount(daemonSet.spec?.updateStrategy?.rollingUpdate?.maxSurge ?? 0, desired, Math.ceil);
  const owner = { resource: resources.daemonSets, object: daemonSet };
  const alone = occupied.filter(({ current, old }) => current === undefined && old !== undefined);
  const [healthy, brokenNodePods] = [true, false].map((state) => alone.filter(({ old }) => old !== undefined && available(old) === state));
  const surging = occupied.filter(({ current, old }) => old !== undefined && current !== undefined && !available(current));
  const replacedPods = occupied.flatMap(({ current, old }) =>
    old !== undefined && current !== undefined && available(current) ? [old] : [],
  );
  const places = [...(brokenNodePods ?? []), ...(healthy ?? []).slice(0, Math.max(0, limit - surging.length))];
  return [
    ...places.map(({ name }) => createPod(owner, daemonPod(owner, daemonSet, hash, name))),
    ...replacedPods.map((pod) => deletePod(owner, pod)),
  ];
}

/** Models findUpdatedPodsOnNode: pods on their way out count for nothing. */
function podsOf({ name, pods }: DaemonNode, hash: string): NodePods {
  const staying = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  return { name, current: staying.find((pod) => isOfRevision(pod, hash)), old: staying.find((pod) => !isOfRevision(pod, hash)) };
}
