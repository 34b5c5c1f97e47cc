import { type Pod, podCondition, podReady } from '@klockwork/resources';

type Order = (a: Pod, b: Pod) => number;

const PHASES = ['Pending', 'Unknown', 'Running'];
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/**
 * The `count` pods cheapest to lose. `related` are active pods of the same application: those sharing a node with more of them rank first.
 * Models getPodsToDelete of pkg/controller/replicaset and ActivePodsWithRanks of pkg/controller.
 */
export function podsToDelete(pods: readonly Pod[], relatedPods: readonly Pod[], count: number, now: number): readonly Pod[] {
  if (count >= pods.length) return pods;
  const onNode = new Map<string, number>();
  for (const { spec } of relatedPods) onNode.set(spec?.nodeName ?? '', (onNode.get(spec?.nodeName ?? '') ?? 0) + 1);
  const rank = (pod: Pod) => onNode.get(pod.spec?.nodeName ?? '') ?? 0;
  const orders: readonly Order[] = [
    by((pod) => (pod.spec?.nodeName ? 1 : 0)),
    by((pod) => PHASES.indexOf(pod.status?.phase ?? 'Pending')),
    by((pod) => (podReady(pod) ? 1 : 0)),
    by(deletionCost),
    by((pod) => -rank(pod)),
    (a, b) => (podReady(a) && podReady(b) ? younger(a, b, readySince, now) : 0),
    by((pod) => -restarts(pod)),
    (a, b) => younger(a, b, createdAt, now),
  ];
  return pods.toSorted((a, b) => first(orders, a, b)).slice(0, count);
}

function first(orders: readonly Order[], a: Pod, b: Pod): number {
  for (const order of orders) {
    const result = order(a, b);
    if (result !== 0) return result;
  }
  return 0;
}

function by(value: (pod: Pod) => number): Order {
  return (a, b) => value(a) - value(b);
}

function deletionCost(pod: Pod): number {
  const cost = pod.metadata?.annotations?.[DELETION_COST] ?? '';
  return /^(0|-?[1-9]\d*)$/.test(cost) ? Number(cost) : 0;
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount));
}

function readySince(pod: Pod): number | undefined {
  return instant(podCondition(pod, 'Ready')?.lastTransitionTime);
}

function createdAt(pod: Pod): number | undefined {
  return instant(pod.metadata?.creationTimestamp);
}

function instant(time: string | null | undefined): number | undefined {
  return time === undefined || time === null ? undefined : Date.parse(time);
}

// Compares ages by magnitude and breaks ties by uid, so that the newest is not always first.
function younger(podA: Pod, podB: Pod, instantOf: (pod: Pod) => number | undefined, now: number): number {
  const [a, b] = [instantOf(podA), instantOf(podB)];
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const difference = magnitude(now - a) - magnitude(now - b);
  if (difference !== 0) return difference;
  return (podA.metadata?.uid ?? '') < (podB.metadata?.uid ?? '') ? -1 : 1;
}

/** Log2 of an age in nanoseconds; -1 for age 0. */
function magnitude(ageMs: number): number {
  return ageMs > 0 ? Math.floor(Math.log2(ageMs * 1e6)) : -1;
}
