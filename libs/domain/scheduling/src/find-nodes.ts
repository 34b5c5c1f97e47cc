import { filterNode } from './filter-node.ts';
import type { NodeInfo } from './node-info.ts';
import type { Candidate } from './plugin.ts';
import type { RefusingNode } from './preemption/preempt.ts';

/** Smaller clusters are searched whole. Models `minFeasibleNodesToFind`. */
const NODES_MIN = 100;
/** Models `minFeasibleNodesPercentageToFind`. */
const PERCENTAGE_MIN = 5;

/** Nodes of a search: feasible ones until enough are found, and refused ones. `next`: first node of the next search. */
export interface FoundNodes {
  readonly feasible: readonly NodeInfo[];
  readonly refused: readonly RefusingNode[];
  readonly next: number;
}

/**
 * Returns how many feasible nodes end a search: all of 100, 420 of 1,000, 500 of 5,000, or a given percentage. Models
 * `numFeasibleNodesToFind`.
 */
export function nodesToFind(nodes: number, wanted = 0): number {
  if (nodes < NODES_MIN) return nodes;
  const percentage = wanted > 0 ? wanted : Math.max(PERCENTAGE_MIN, 50 - Math.trunc(nodes / 125));
  return Math.max(NODES_MIN, Math.trunc((nodes * percentage) / 100));
}

/** Searches from the node at `start`, so that each node has the same chance. Models `findNodesThatFitPod`. */
export function findNodes(candidate: Candidate, nodes: readonly NodeInfo[], start: number): FoundNodes {
  const nominated = nominatedNode(candidate, nodes);
  if (nominated !== undefined) return { feasible: [nominated], refused: [], next: start };
  const wanted = nodesToFind(nodes.length, candidate.profile.percentageOfNodesToScore);
  const feasible: NodeInfo[] = [];
  const refusedNodes: RefusingNode[] = [];
  let next = nodes.length === 0 ? 0 : start % nodes.length;
  for (let count = 0; count < nodes.length && feasible.length < wanted; count++) {
    const node = nodes[next] as NodeInfo;
    const refusal = filterNode(candidate, node)?.refusal;
    if (refusal === undefined) feasible.push(node);
    else refusedNodes.push({ node, refusal });
    next = (next + 1) % nodes.length;
  }
  return { feasible, refused: refusedNodes, next };
}

/** Returns the node that a preemption freed, if it takes the pod: all others are left alone. Models `evaluateNominatedNode`. */
function nominatedNode(candidate: Candidate, nodes: readonly NodeInfo[]): NodeInfo | undefined {
  const name = candidate.pod.status?.nominatedNodeName;
  const node = name ? nodes.find((one) => one.name === name) : undefined;
  return node !== undefined && filterNode(candidate, node) === undefined ? node : undefined;
}
