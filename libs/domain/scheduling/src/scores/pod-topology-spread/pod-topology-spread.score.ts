import { HOSTNAME, hasTopologies, type SpreadConstraint } from '../../filters/pod-topology-spread/spread-constraints.ts';
import { countedPods } from '../../filters/pod-topology-spread/spread-counts.ts';
import type { NodeInfo } from '../../node-info.ts';
import { type FieldScore, SCORE_MAX } from '../../plugin.ts';
import { topologyValue } from '../../topology-value.ts';

/** Prefers topologies with few matching pods, by ScheduleAnyway constraints. Models the score of `plugins/podtopologyspread`. */
export const podTopologySpreadScore: FieldScore = {
  name: 'PodTopologySpread',
  weight: 2,
  scores({ spreadPreferences: { constraints, needsLabels } }, feasible, nodes) {
    if (constraints.length === 0) return undefined;
    const isScored = (info: NodeInfo) => hasTopologies(info, constraints);
    const scoredNodes = needsLabels ? feasible.filter(isScored) : feasible;
    const countedNodes = needsLabels ? nodes.filter(isScored) : nodes;
    const terms = constraints.map((constraint) => scoreOf(constraint, scoredNodes, countedNodes));
    const raw = new Map(scoredNodes.map((info) => [info, Math.round(terms.reduce((sum, term) => sum + term(info), 0))]));
    return reversed(feasible.map((info) => raw.get(info)));
  },
};

type NodeTerm = (info: NodeInfo) => number;

/** Returns the score of a node by one constraint: its topology's pods, weighted by the number of topologies; 0 without the label. */
function scoreOf(constraint: SpreadConstraint, scoredNodes: readonly NodeInfo[], nodes: readonly NodeInfo[]): NodeTerm {
  const { topologyKey, maxSkew } = constraint;
  const [weight, podsOf] =
    topologyKey === HOSTNAME ? countedByHost(constraint, scoredNodes) : countedByTopology(constraint, scoredNodes, nodes);
  return (info) => (topologyValue(info, topologyKey) === undefined ? 0 : podsOf(info) * weight + maxSkew - 1);
}

type WeightedCount = readonly [weight: number, podsOf: NodeTerm];

function countedByHost(constraint: SpreadConstraint, scoredNodes: readonly NodeInfo[]): WeightedCount {
  return [weightOf(scoredNodes.length), (info) => countedPods(info, constraint)];
}

function countedByTopology(constraint: SpreadConstraint, scoredNodes: readonly NodeInfo[], nodes: readonly NodeInfo[]): WeightedCount {
  const zoneOf = (info: NodeInfo) => topologyValue(info, constraint.topologyKey) ?? '';
  const pods = new Map(scoredNodes.map((info) => [zoneOf(info), 0]));
  for (const info of nodes) {
    const count = countedPods(info, constraint);
    if (count === 0) continue;
    const zone = zoneOf(info);
    const number = pods.get(zone);
    if (number !== undefined && constraint.includes(info.node)) pods.set(zone, number + count);
  }
  return [weightOf(pods.size), (info) => pods.get(zoneOf(info)) as number];
}

/** Models `topologyNormalizingWeight`. */
function weightOf(topologies: number): number {
  return Math.log(topologies + 2);
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
