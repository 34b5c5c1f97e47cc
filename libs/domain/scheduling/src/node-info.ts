import { asMilli, asNumber } from '@klockwork/api-machinery';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import { podRequests } from '@klockwork/resources';
import { type AffinityTerms, affinityTerms } from './filters/inter-pod-affinity/affinity-terms.ts';
import { podWithResizeRequests } from './resized-pod.ts';

/** Amounts by resource name: cpu in millicores, everything else in its unit (bytes, pods). */
export type Amounts = Readonly<Record<string, number>>;

/** Node with its pods, as input of filters and scores. Models `framework.NodeInfo`. */
export interface NodeInfo {
  readonly node: Node;
  readonly name: string;
  readonly pods: ReadonlyMap<string, PlacedPod>;
  /** Pods with pod affinity or anti-affinity. */
  readonly affine: ReadonlyMap<string, PlacedPod>;
  readonly requested: Amounts;
  readonly allocatable: Amounts;
}

/** Pod on a node, with its requests and pod affinity. */
export interface PlacedPod {
  readonly pod: Pod;
  readonly requests: Amounts;
  readonly terms?: AffinityTerms;
}

function amountsOf(quantities: Readonly<Record<string, string>> | undefined): Amounts {
  const amounts: Record<string, number> = {};
  for (const [name, quantity] of Object.entries(quantities ?? {})) amounts[name] = name === 'cpu' ? asMilli(quantity) : asNumber(quantity);
  return amounts;
}

/** `pod` with its requests counted and its pod affinity parsed once. */
export function placedPod(pod: Pod): PlacedPod {
  const terms = affinityTerms(pod);
  return { pod, requests: amountsOf(podRequests(podWithResizeRequests(pod))), ...(terms && { terms }) };
}

/** Returns a node with its pods; `placed` must exclude finished pods, which use no resources. */
export function nodeInfo(node: Node, placed: Iterable<PlacedPod>): NodeInfo {
  const pods = new Map<string, PlacedPod>();
  const requested: Record<string, number> = {};
  for (const one of placed) {
    pods.set(uidOf(one.pod), one);
    for (const [name, amount] of Object.entries(one.requests)) requested[name] = (requested[name] ?? 0) + amount;
  }
  const affine = new Map([...pods].filter(([, { terms }]) => terms !== undefined));
  return { node, name: node.metadata?.name ?? '', pods, affine, requested, allocatable: amountsOf(node.status?.allocatable) };
}

/** Returns `info` with an added pod (or removed, with `sign` -1), without a recount of others. */
export function withPod(info: NodeInfo, placed: PlacedPod, sign: 1 | -1): NodeInfo {
  const pods = changed(info.pods, placed, sign);
  const affine = placed.terms === undefined ? info.affine : changed(info.affine, placed, sign);
  const requested = { ...info.requested };
  for (const [name, amount] of Object.entries(placed.requests)) requested[name] = (requested[name] ?? 0) + sign * amount;
  return { ...info, pods, affine, requested };
}

function changed(pods: ReadonlyMap<string, PlacedPod>, placed: PlacedPod, sign: 1 | -1): ReadonlyMap<string, PlacedPod> {
  const copy = new Map(pods);
  if (sign === 1) copy.set(uidOf(placed.pod), placed);
  else copy.delete(uidOf(placed.pod));
  return copy;
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}
