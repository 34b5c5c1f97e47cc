import type { Amounts, NodeInfo } from '../../node-info.ts';

/** A resource that a pod asks more of than its node has left. Amounts as in {@link Amounts}. */
export interface Shortage {
  readonly resource: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

/** The order in which upstream names what is short; other resources follow. */
const ORDER = ['cpu', 'memory', 'ephemeral-storage'];

/** What `node` has too little of for `requests`, `pods` first. Models `fitsRequest` of `plugins/noderesources/fit.go`. */
export function insufficientResources(requests: Amounts, node: NodeInfo): Shortage[] {
  const pods = { resource: 'pods', requested: 1, used: node.pods.size, capacity: node.allocatable.pods ?? 0 };
  const others = Object.entries(requests)
    .map(([resource, requested]) => ({
      resource,
      requested,
      used: node.requested[resource] ?? 0,
      capacity: node.allocatable[resource] ?? 0,
    }))
    .sort((a, b) => rank(a.resource) - rank(b.resource));
  return [pods, ...others].filter(({ requested, used, capacity }) => requested > 0 && requested > capacity - used);
}

function rank(resource: string): number {
  const index = ORDER.indexOf(resource);
  return index === -1 ? ORDER.length : index;
}
