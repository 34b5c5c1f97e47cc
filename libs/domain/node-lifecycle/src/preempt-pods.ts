import type { Pod } from '@klockwork/kubernetes-types';
import { qosClass } from '@klockwork/resources';
import { type AdmissionRefusal, placedPod } from '@klockwork/scheduling';
import { isCriticalPod } from './critical-pod.ts';

/** Missing amount of a resource: millicores, bytes, pods. */
export interface Missing {
  readonly resource: string;
  readonly amount: number;
}

const QOS_RANK: Readonly<Record<string, number>> = { BestEffort: 1, Burstable: 2, Guaranteed: 3 };
/** Tie-breakers: the pod with smaller requests is evicted. */
const COMPARED = ['memory', 'cpu'];

/**
 * Smallest set of pods to evict for a critical pod, lowest priority and QoS first. Returns a message when evictions cannot suffice. Models
 * `getPodsToPreempt` of `pkg/kubelet/preemption/preemption.go`.
 */
export function podsToPreempt(pod: Pod, others: readonly Pod[], missing: readonly Missing[]): readonly Pod[] | string {
  const groups = groupsOf(others.filter((other) => mayPreempt(pod, other)));
  // Missing amounts after eviction of all previous groups.
  const left: (readonly Missing[])[] = [];
  let never = missing;
  for (const group of groups) {
    left.push(never);
    never = without(never, group);
  }
  if (never.length > 0) return `no set of running pods found to reclaim resources: ${textOf(never)}`;
  let chosenPods: readonly Pod[] = [];
  for (let index = groups.length - 1; index >= 0; index--) {
    chosenPods = [...chosenPods, ...nearest(groups[index] ?? [], without(left[index] ?? [], chosenPods))];
  }
  return chosenPods;
}

/** Missing amount of one resource for a pod. */
export function missingAmount({ requested, used, capacity, resource }: Exclude<AdmissionRefusal, { plugin: string }>): Missing {
  return { resource, amount: requested - (capacity - used) };
}

/** Models `Preemptable` of `pkg/kubelet/types`. */
function mayPreempt(pod: Pod, other: Pod): boolean {
  if (isCriticalPod(pod) && !isCriticalPod(other)) return true;
  const [own, theirs] = [pod.spec?.priority, other.spec?.priority];
  return own !== undefined && theirs !== undefined && own > theirs;
}

/** Groups of preemptible pods, first evicted first. */
function groupsOf(pods: readonly Pod[]): readonly (readonly Pod[])[] {
  const groups: Pod[][] = [];
  for (const pod of pods.toSorted(inOrder)) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && inOrder(last[0], pod) === 0) last.push(pod);
    else groups.push([pod]);
  }
  return groups;
}

function inOrder(a: Pod, b: Pod): number {
  if (mayPreempt(a, b)) return 1;
  if (mayPreempt(b, a)) return -1;
  return (QOS_RANK[qosClass(a)] ?? 0) - (QOS_RANK[qosClass(b)] ?? 0);
}

/** Picks repeatedly the pod that leaves the smallest missing amount. Models `getPodsToPreemptByDistance`. */
function nearest(group: readonly Pod[], missing: readonly Missing[]): readonly Pod[] {
  const chosenPods: Pod[] = [];
  for (let left = missing; left.length > 0; left = without(left, chosenPods.slice(-1))) {
    const [next] = group.filter((pod) => !chosenPods.includes(pod)).sort((a, b) => distance(a, left) - distance(b, left) || smaller(a, b));
    if (next === undefined) break;
    chosenPods.push(next);
  }
  return chosenPods;
}

function distance(pod: Pod, missing: readonly Missing[]): number {
  return missing.reduce((sum, { resource, amount }) => sum + (Math.max(0, amount - requestOf(pod, resource)) / amount) ** 2, 0);
}

function smaller(a: Pod, b: Pod): number {
  return COMPARED.map((resource) => requestOf(a, resource) - requestOf(b, resource)).find((difference) => difference !== 0) ?? 0;
}

function without(missing: readonly Missing[], pods: readonly Pod[]): readonly Missing[] {
  return missing
    .map(({ resource, amount }) => ({ resource, amount: pods.reduce((left, pod) => left - requestOf(pod, resource), amount) }))
    .filter(({ amount }) => amount > 0);
}

function requestOf(pod: Pod, resource: string): number {
  return resource === 'pods' ? 1 : (placedPod(pod).requests[resource] ?? 0);
}

function textOf(missing: readonly Missing[]): string {
  return `[${missing.map(({ resource, amount }) => `(res: ${resource}, q: ${amount}), `).join('')}]`;
}
