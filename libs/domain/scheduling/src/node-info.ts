import { asMilli, asNumber } from '@klockwork/api-machinery';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import { podRequests } from '@klockwork/resources';
import { hasAllRequests, podWithAssumedRequests } from './assumed-requests.ts';
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
  /** cpu and memory with assumed requests of containers without requests. Models `NonZeroRequested`. */
  readonly assumed: Amounts;
  readonly allocatable: Amounts;
  /** Pods that topology spread counts, by namespace and selector; filled on demand. */
  readonly spreadCounts: Map<string, number>;
  /** Sizes in bytes of the node's images, by name. */
  readonly images: ReadonlyMap<string, number>;
}

/** Pod on a node, with its requests and pod affinity. */
export interface PlacedPod {
  readonly pod: Pod;
  readonly requests: Amounts;
  /** See {@link NodeInfo.assumed}. */
  readonly assumed: Amounts;
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
  const resizedPod = podWithResizeRequests(pod);
  const requests = amountsOf(podRequests(resizedPod));
  return { pod, requests, assumed: assumedAmounts(resizedPod, requests), ...(terms && { terms }) };
}

function assumedAmounts(pod: Pod, requests: Amounts): Amounts {
  const { cpu = 0, memory = 0 } = hasAllRequests(pod) ? requests : amountsOf(podRequests(podWithAssumedRequests(pod)));
  return { cpu, memory };
}

/** Returns a node with its pods; `placed` must exclude finished pods, which use no resources. */
export function nodeInfo(node: Node, placed: Iterable<PlacedPod>): NodeInfo {
  const pods = new Map<string, PlacedPod>();
  let requested: Amounts = {};
  let assumed: Amounts = {};
  for (const one of placed) {
    pods.set(uidOf(one.pod), one);
    requested = plus(requested, one.requests, 1);
    assumed = plus(assumed, one.assumed, 1);
  }
  const affine = new Map([...pods].filter(([, { terms }]) => terms !== undefined));
  const amounts = { requested, assumed, allocatable: amountsOf(node.status?.allocatable) };
  return { node, name: node.metadata?.name ?? '', pods, affine, ...amounts, spreadCounts: new Map(), images: imageSizes(node) };
}

function imageSizes({ status }: Node): ReadonlyMap<string, number> {
  return new Map((status?.images ?? []).flatMap(({ names = [], sizeBytes = 0 }) => names.map((name) => [name, sizeBytes] as const)));
}

/** Returns `info` with an added pod (or removed, with `sign` -1), without a recount of others. */
export function withPod(info: NodeInfo, pod: PlacedPod, sign: 1 | -1): NodeInfo {
  const pods = changed(info.pods, pod, sign);
  const affine = pod.terms === undefined ? info.affine : changed(info.affine, pod, sign);
  const requested = plus(info.requested, pod.requests, sign);
  return { ...info, pods, affine, requested, assumed: plus(info.assumed, pod.assumed, sign), spreadCounts: new Map() };
}

function plus(amounts: Amounts, others: Amounts, sign: 1 | -1): Amounts {
  const sum: Record<string, number> = { ...amounts };
  for (const [name, amount] of Object.entries(others)) sum[name] = (sum[name] ?? 0) + sign * amount;
  return sum;
}

function changed(pods: ReadonlyMap<string, PlacedPod>, pod: PlacedPod, sign: 1 | -1): ReadonlyMap<string, PlacedPod> {
  const copy = new Map(pods);
  if (sign === 1) copy.set(uidOf(pod.pod), pod);
  else copy.delete(uidOf(pod.pod));
  return copy;
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}
