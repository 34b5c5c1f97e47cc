import type { Node } from 'kubernetes-types/core/v1';

/**
 * True when a change of a node may let in a pod that did not fit: what filters look at is new or different.
 * Heartbeats are not. Models the queueing hints of the scheduler's plugins.
 */
export function nodeChangeMayHelp(node: Node, previous: Node | undefined): boolean {
  return previous === undefined || facts(node) !== facts(previous);
}

function facts(node: Node): string {
  return JSON.stringify([node.spec?.unschedulable, node.spec?.taints, node.metadata?.labels, node.status?.allocatable]);
}
