import type { NodeInfo } from '../node-info.ts';
import type { Candidate, FieldScore, Score } from '../plugin.ts';
import { balancedAllocation } from './balanced-allocation/balanced-allocation.score.ts';
import { imageLocality } from './image-locality/image-locality.score.ts';
import { interPodAffinityScore } from './inter-pod-affinity/inter-pod-affinity.score.ts';
import { nodeAffinityScore } from './node-affinity/node-affinity.score.ts';
import { nodeResourcesFitScore } from './node-resources-fit/node-resources-fit.score.ts';
import { podTopologySpreadScore } from './pod-topology-spread/pod-topology-spread.score.ts';
import { taintTolerationScore } from './taint-toleration/taint-toleration.score.ts';

/** The scores, with upstream's default weights. */
const SCORES: readonly (Score | FieldScore)[] = [
  taintTolerationScore,
  nodeAffinityScore,
  nodeResourcesFitScore,
  podTopologySpreadScore,
  interPodAffinityScore,
  balancedAllocation,
  imageLocality,
];

/** Scores of one plugin in the order of the nodes, 0 to 100 each. Models `framework.NodePluginScores`. */
export interface PluginScores {
  readonly name: string;
  readonly weight: number;
  readonly scores: readonly number[];
}

/** Returns the scores of the plugins that have an opinion on the pod. `nodes`: all nodes of the cluster. Models `RunScorePlugins`. */
export function scoreNodes(candidate: Candidate, feasible: readonly NodeInfo[], nodes: readonly NodeInfo[]): PluginScores[] {
  return SCORES.flatMap((plugin) => {
    const scores = 'scores' in plugin ? plugin.scores(candidate, feasible, nodes) : scoresOf(plugin, candidate, feasible);
    return scores === undefined ? [] : [{ name: plugin.name, weight: plugin.weight, scores }];
  });
}

function scoresOf(plugin: Score, candidate: Candidate, nodes: readonly NodeInfo[]): readonly number[] | undefined {
  if (plugin.isSkipped?.(candidate)) return undefined;
  const raw = nodes.map((node) => plugin.score(candidate, node));
  return plugin.normalize?.(raw) ?? raw;
}
