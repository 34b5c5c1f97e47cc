import { countReasons } from './fit-error.ts';
import type { NodeInfo } from './node-info.ts';
import type { RefusingNode } from './preemption/preempt.ts';
import type { PluginScores } from './scores/score-nodes.ts';

/** Max number of nodes with listed scores. */
const NODES_MAX = 5;

/** Facts behind the choice of a node, as plain data. Recorded among the data of the event PodBound, hence part of the log's format. */
export interface SchedulingDecision {
  /** Nodes of the cluster. */
  readonly nodes: number;
  /** Fewer than `nodes` in a sampled search. */
  readonly tried: number;
  readonly feasible: number;
  /** Number of refused nodes by upstream's reason. */
  readonly refused?: Readonly<Record<string, number>>;
  /** Weight of each scoring plugin; absent if the only feasible node needed no score. Skipped plugins are left out, as upstream does. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Number of nodes with the best total, if several: one of them was drawn at random. */
  readonly ties?: number;
  /** Chosen node, then the best others, at most {@link NODES_MAX}. */
  readonly best?: readonly ScoredNode[];
}

/** Node with its scores. */
export interface ScoredNode {
  readonly node: string;
  /** Sum of scores by their weights. */
  readonly total: number;
  /** Unweighted scores, 0 to 100, ordered like `weights`. */
  readonly scores: readonly number[];
}

/** Scores of all feasible nodes. */
export interface ScoredNodes {
  readonly plugins: readonly PluginScores[];
  readonly totals: readonly number[];
  /** Indices of the nodes with the best total. */
  readonly winners: readonly number[];
  /** Index of the chosen node. */
  readonly chosen: number;
}

/** Nodes of a search. */
export interface SearchedNodes {
  readonly nodes: number;
  readonly feasible: readonly NodeInfo[];
  readonly refused: readonly RefusingNode[];
}

/** Returns the facts behind a choice. Without `scored`, the only feasible node was chosen. */
export function schedulingDecision({ nodes, feasible, refused }: SearchedNodes, scoredNodes: ScoredNodes | undefined): SchedulingDecision {
  const reasons = countReasons(refused.flatMap(({ refusal }) => refusal.reasons));
  return {
    ...{ nodes, tried: feasible.length + refused.length, feasible: feasible.length },
    ...(reasons.size > 0 && { refused: Object.fromEntries(reasons) }),
    ...(scoredNodes && {
      weights: Object.fromEntries(scoredNodes.plugins.map(({ name, weight }) => [name, weight])),
      ...(scoredNodes.winners.length > 1 && { ties: scoredNodes.winners.length }),
      best: bestIndices(scoredNodes).map((index) => scoredNode(feasible[index] as NodeInfo, index, scoredNodes)),
    }),
  };
}

function scoredNode({ name }: NodeInfo, index: number, { plugins, totals }: ScoredNodes): ScoredNode {
  return { node: name, total: totals[index] as number, scores: plugins.map(({ scores }) => scores[index] as number) };
}

/** Returns the chosen node, then the best others. A short list replaces a sort of thousands of nodes. */
function bestIndices({ totals, chosen }: ScoredNodes): number[] {
  const best: number[] = [];
  for (const [index, total] of totals.entries()) {
    if (index === chosen) continue;
    const last = best.at(-1);
    if (best.length === NODES_MAX - 1 && (totals[last as number] as number) >= total) continue;
    const place = best.findIndex((other) => (totals[other] as number) < total);
    best.splice(place === -1 ? best.length : place, 0, index);
    if (best.length === NODES_MAX) best.pop();
  }
  return [chosen, ...best];
}
