import { type Node, nodeReady, resources } from '@klockwork/resources';
import type { ObservedCluster } from './observed-cluster.ts';

/** True when all these nodes are registered and Ready. */
export function nodesReady(objects: ObservedCluster, names: readonly string[]): boolean {
  return names.every((name) => {
    const node = objects.get<Node>(resources.nodes, { name });
    return node !== undefined && nodeReady(node);
  });
}
