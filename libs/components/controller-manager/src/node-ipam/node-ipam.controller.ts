import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Node, resources } from '@klockwork/resources';
import { assignPodRange, hasPodRange } from './assign-pod-range.ts';

/** Finds Nodes by their pod address ranges. */
const BY_RANGE = 'podCIDR';

/**
 * Assigns pod address ranges to Nodes that were created without one. Models pkg/controller/nodeipam. Agents register with the range of
 * their number, which upstream's kubelets do not: no write per node follows a start.
 */
export function nodeIpamController(informers: InformerFactory): Controller {
  const nodes = informers.informer<Node>(resources.nodes, { indexes: { [BY_RANGE]: ({ spec }) => spec?.podCIDRs ?? [] } });
  return {
    name: 'node-ipam-controller',
    keysOf: 'nodes',
    // Single worker: each reconcile reads the range that the previous key received.
    workers: 1,
    sources: [
      {
        informer: nodes,
        keys({ change, object }: Notice<Node>) {
          if (change === 'deleted') return hasPodRange(object) ? waitingNodes(nodes.list()) : [];
          // Updates free no range: a Node that found none waits for a deletion.
          return change === 'added' && !hasPodRange(object) ? [object.metadata?.name ?? ''] : [];
        },
      },
    ],
    reconcile(key) {
      const node = nodes.get('', key);
      return node === undefined ? NOTHING : assignPodRange(node, (range) => nodes.byIndex(BY_RANGE, range).length > 0);
    },
  };
}

function waitingNodes(nodes: readonly Node[]): string[] {
  return nodes.filter((node) => !hasPodRange(node)).map(({ metadata }) => metadata?.name ?? '');
}
