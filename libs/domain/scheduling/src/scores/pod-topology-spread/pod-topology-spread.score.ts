import { HOSTNAME, hasTopologies, type SpreadConstraint, spreadConstraints } from '../../filters/pod-topology-spread/spread-constraints.ts';
import { countedPods } from '../../filters/pod-topology-spread/spread-counts.ts';
import type { NodeInfo } from '../../node-info.ts';
import { type FieldScore, SCORE_MAX } from '../../plugin.ts';
import { topologyValue } from '../../topology-value.ts';

/** Prefers topologies with few matching pods, by ScheduleAnyway constraints. Models the score of `plugins/podtopologyspread`. */
export const podTopologySpreadScore: FieldScore = {
  name: 'PodTopologySpread',
  weight: 2,
  scores({ pod }, feasible, nodes) {
    const constraints = spreadConstraints(pod, 'ScheduleAnyway');
    if (constraints.length === 0) return undefined;
    const scored = feasible.filter((info) => hasTopologies(info, constraints));
    const terms = constraints.map((constraint) =>
      scoreOf(
        constraint,
        scored,
        nodes.filter((info) => hasTopologies(info, constraints)),
      ),
    );
    const raw = new Map(scored.map((info) => [info, Math.round(terms.reduce((sum, term) => sum + term(info), 0))]));
    return reversed(feasible.map((info) => raw.get(info)));
  },
};

/** Returns the score of a node by one constraint: its topology's pods, weighted by the number of topologies. */
function scoreOf(constraint: SpreadConstraint, scored: readonly NodeInfo[], nodes: readonly NodeInfo[]): (info: NodeInfo) => number {
  const { topologyKey, maxSkew } = constraint;
  const topologyOf = (info: NodeInfo) => topologyValue(info, topologyKey) as string;
  const isHostname = topologyKey === HOSTNAME;
  const pods = new Map(isHostname ? [] : scored.map((info) => [topologyOf(info), 0]));
  const weight = Math.log((isHostname ? scored.length : pods.size) + 2);
  for (const info of isHostname ? [] : nodes) {
    const value = topologyOf(info);
    const number = pods.get(value);
    if (number !== undefined && constraint.includes(info.node)) pods.set(value, number + countedPods(info, constraint));
  }
  return (info) => (isHostname ? countedPods(info, constraint) : (pods.get(topologyOf(info)) as number)) * weight + maxSkew - 1;
}

/** Scales raw scores to 0 to 100, the fewest pods first; nodes without the topologies get 0. */
function reversed(raw: readonly (number | undefined)[]): number[] {
  const scores = raw.filter((score) => score !== undefined);
  const [min, max] = [Math.min(...scores), Math.max(...scores)];
  return raw.map((score) => {
    if (score === undefined) return 0;
    return max === 0 ? SCORE_MAX : Math.floor((SCORE_MAX * (max + min - score)) / max);
  });
}
