import type { Node } from '@klockwork/kubernetes-types';

/**
 * True if a change of a node may help an unschedulable pod: a new node, or changed inputs of filters. Heartbeats are not. Models the
 * queueing hints of the scheduler's plugins.
 */
export function nodeChangeMayHelp(node: Node, previous: Node | undefined): boolean {
  return previous === undefined || facts(node) !== facts(previous);
}

function facts(node: Node): string {
  return JSON.stringify([node.spec?.unschedulable, node.spec?.taints, node.metadata?.labels, node.status?.allocatable]);
}
