import type { Amounts, NodeInfo } from '../../node-info.ts';

/** Resource with more requested than free on the node. Amounts as in {@link Amounts}. */
export interface Shortage {
  readonly resource: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

/** Upstream's order of short resources; other resources follow. */
const ORDER = ['cpu', 'memory', 'ephemeral-storage'];

/** Returns the resources short on `node` for `requests`, `pods` first. Models `fitsRequest` of `plugins/noderesources/fit.go`. */
export function insufficientResources(requests: Amounts, node: NodeInfo): readonly Shortage[] {
  if (fits(requests, node)) return NONE;
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

const NONE: readonly Shortage[] = [];

/** Most nodes have room: answers without lists. */
function fits(requests: Amounts, { pods, requested, allocatable }: NodeInfo): boolean {
  if (pods.size + 1 > (allocatable.pods ?? 0)) return false;
  for (const resource in requests) {
    const amount = requests[resource] as number;
    if (amount > 0 && amount > (allocatable[resource] ?? 0) - (requested[resource] ?? 0)) return false;
  }
  return true;
}

function rank(resource: string): number {
  const index = ORDER.indexOf(resource);
  return index === -1 ? ORDER.length : index;
}
