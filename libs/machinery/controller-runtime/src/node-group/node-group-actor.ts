import type { InformerFactory, Notice } from '@klockwork/informers';
import { isGroupNode, type Node, type NodeGroupSize, resources } from '@klockwork/resources';
import type { Controller } from '../controller.ts';
import { NOTHING } from '../plan.ts';

/** Machines of a group of nodes, as their launcher controls them. */
export interface GroupMachines {
  /** Starts the machine of a node unless it runs. */
  startNode(node: string): void;
  /** Ends the machine of a node. */
  endNode(node: string): void;
}

/**
 * Starts a machine for each new Node of the group, and ends the machine of a deleted Node. A machine that lost power stays off. Models the
 * part of a cloud that `cloudprovider.NodeGroup` calls.
 */
export function nodeGroupActor(informers: InformerFactory, group: NodeGroupSize, machines: GroupMachines): Controller {
  const nodes = informers.informer<Node>(resources.nodes);
  return {
    name: 'node-group-actor',
    keysOf: 'nodes',
    sources: [
      {
        informer: nodes,
        keys({ change, object }: Notice<Node>) {
          const name = object.metadata?.name ?? '';
          return change !== 'updated' && isGroupNode(name, group) ? [name] : [];
        },
      },
    ],
    reconcile(name) {
      if (nodes.get('', name) === undefined) machines.endNode(name);
      else machines.startNode(name);
      return NOTHING;
    },
  };
}
