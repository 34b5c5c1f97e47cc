import type { Random } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import { candidateOf } from './candidate.ts';
import { findNodes } from './find-nodes.ts';
import { fitErrorText, NO_NODES, nowhereText } from './fit-error.ts';
import type { NodeInfo } from './node-info.ts';
import type { Candidate, FieldScore, Score } from './plugin.ts';
import { preempt, type RefusingNode } from './preemption/preempt.ts';
import type { NodeVictims } from './preemption/select-victims.ts';
import type { SchedulingView } from './scheduling-view.ts';
import { balancedAllocation } from './scores/balanced-allocation/balanced-allocation.score.ts';
import { imageLocality } from './scores/image-locality/image-locality.score.ts';
import { interPodAffinityScore } from './scores/inter-pod-affinity/inter-pod-affinity.score.ts';
import { nodeAffinityScore } from './scores/node-affinity/node-affinity.score.ts';
import { nodeResourcesFitScore } from './scores/node-resources-fit/node-resources-fit.score.ts';
import { podTopologySpreadScore } from './scores/pod-topology-spread/pod-topology-spread.score.ts';
import { taintTolerationScore } from './scores/taint-toleration/taint-toleration.score.ts';
import { type VolumesOnNode, volumesOnNode } from './volumes/volumes-on-node.ts';

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

/** Chosen node, or upstream's message if no node fits. `next`: start of the next search, if this one left nodes out. */
export type Placement = { readonly node: string; readonly volumes?: VolumesOnNode; readonly next?: number } | Unplaced;

/** Inputs of a decision beside pod and nodes. */
export interface SchedulingInput {
  /** Breaks ties. */
  readonly random: Random;
  /** Other objects of the cluster, for claims, workloads and namespaces. */
  readonly view?: SchedulingView;
  /** Index of the first node to try; default 0. */
  readonly start?: number;
}

/** Pod that fits no node. */
export interface Unplaced {
  readonly refused: string;
  /** Pods that preemption removes for it. */
  readonly victims?: NodeVictims;
  /** True if an earlier nomination of the pod has no use any more. */
  readonly losesNomination?: boolean;
}

/**
 * Chooses the feasible node with the best score; ties are broken at random. Includes volumes for the pod's late-bound claims on that node.
 * Large clusters are sampled. Models `schedule_one.go`.
 */
export function schedulePod(pod: Pod, nodes: readonly NodeInfo[], { random, view, start = 0 }: SchedulingInput): Placement {
  const candidate = candidateOf(pod, nodes, view);
  if ('refused' in candidate) return { refused: nowhereText(candidate.refused, nodes.length) };
  const { feasible, refused, next } = findNodes(candidate, nodes, start);
  if (feasible.length === 0) return unplaced(pod, refused, view);
  const node = best(candidate, feasible, { nodes, random });
  return { ...placed(candidate, node), ...(next !== start && { next }) };
}

function unplaced(pod: Pod, nodes: readonly RefusingNode[], view: SchedulingView | undefined): Unplaced {
  if (nodes.length === 0) return { refused: NO_NODES };
  const reasons = nodes.flatMap(({ refusal }) => refusal.reasons);
  const preemption = preempt(pod, nodes, view);
  if ('victims' in preemption) return { refused: fitErrorText(reasons, nodes.length), victims: preemption.victims };
  return { refused: fitErrorText(reasons, nodes.length, preemption.reason), losesNomination: preemption.isOver };
}

function placed({ storage }: Candidate, { name, node }: NodeInfo): Placement {
  if (storage === undefined || storage.claims.late.length === 0) return { node: name };
  const volumes = volumesOnNode(storage.claims, node, storage.view);
  return 'reasons' in volumes ? { node: name } : { node: name, volumes };
}

/** All nodes of the cluster, and the source of ties. */
interface Field {
  readonly nodes: readonly NodeInfo[];
  readonly random: Random;
}

function best(candidate: Candidate, feasible: readonly NodeInfo[], { nodes, random }: Field): NodeInfo {
  if (feasible.length === 1) return feasible[0] as NodeInfo;
  const totals = feasible.map(() => 0);
  for (const plugin of SCORES) {
    const scores = 'scores' in plugin ? plugin.scores(candidate, feasible, nodes) : scoresOf(plugin, candidate, feasible);
    scores?.forEach((score, index) => {
      totals[index] = (totals[index] as number) + score * plugin.weight;
    });
  }
  const top = Math.max(...totals);
  const winners = feasible.filter((_, index) => totals[index] === top);
  return winners[random.integer(winners.length)] as NodeInfo;
}

function scoresOf(plugin: Score, candidate: Candidate, nodes: readonly NodeInfo[]): readonly number[] | undefined {
  if (plugin.isSkipped?.(candidate)) return undefined;
  const raw = nodes.map((node) => plugin.score(candidate, node));
  return plugin.normalize?.(raw) ?? raw;
}
