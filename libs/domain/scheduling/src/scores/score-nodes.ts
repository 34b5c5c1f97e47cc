import type { NodeInfo } from '../node-info.ts';
import type { Candidate, Score } from '../plugin.ts';

/** Scores of one plugin in the order of the nodes, 0 to 100 each. Models `framework.NodePluginScores`. */
export interface PluginScores {
  readonly name: string;
  readonly weight: number;
  readonly scores: readonly number[];
}

/** Returns the scores of the plugins that have an opinion on the pod. `nodes`: all nodes of the cluster. Models `RunScorePlugins`. */
export function scoreNodes(candidate: Candidate, feasible: readonly NodeInfo[], nodes: readonly NodeInfo[]): PluginScores[] {
  return candidate.profile.scores.flatMap(({ plugin, weight }) => {
    const scores = 'scores' in plugin ? plugin.scores(candidate, feasible, nodes) : scoresOf(plugin, candidate, feasible);
    return scores === undefined ? [] : [{ name: plugin.name, weight, scores }];
  });
}

function scoresOf(plugin: Score, candidate: Candidate, nodes: readonly NodeInfo[]): readonly number[] | undefined {
  if (plugin.isSkipped?.(candidate)) return undefined;
  const raw = nodes.map((node) => plugin.score(candidate, node));
  return plugin.normalize?.(raw) ?? raw;
}
