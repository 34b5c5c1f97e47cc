import type { Random } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import { candidateOf } from './candidate.ts';
import { DEFAULT_PROFILE } from './default-profile.ts';
import { findNodes } from './find-nodes.ts';
import { fitErrorText, NO_NODES, nowhereText, withoutPreemption } from './fit-error.ts';
import type { NodeInfo } from './node-info.ts';
import type { Candidate, SchedulingProfile } from './plugin.ts';
import { preempt, type RefusingNode } from './preemption/preempt.ts';
import type { NodeVictims } from './preemption/select-victims.ts';
import { type SchedulingDecision, type ScoredNodes, schedulingDecision } from './scheduling-decision.ts';
import type { SchedulingView } from './scheduling-view.ts';
import { scoreNodes } from './scores/score-nodes.ts';
import { type VolumesOnNode, volumesOnNode } from './volumes/volumes-on-node.ts';

/** Chosen node, or upstream's message if no node fits. */
export type Placement = NodeChoice | PlacementFailure;

/** Chosen node with the facts behind the choice. `next`: start of the next search, if this one left nodes out. */
export interface NodeChoice {
  readonly node: string;
  readonly decision: SchedulingDecision;
  readonly volumes?: VolumesOnNode;
  readonly next?: number;
}

/** Inputs of a decision beside pod and nodes. */
export interface SchedulingInput {
  /** Breaks ties. */
  readonly random: Random;
  /** Other objects of the cluster, for claims, workloads and namespaces. */
  readonly view?: SchedulingView;
  /** Index of the first node to try; default 0. */
  readonly start?: number;
  /** Default: the profile of a scheduler without a configuration. */
  readonly profile?: SchedulingProfile;
}

/** Pod that fits no node. */
export interface PlacementFailure {
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
export function schedulePod(
  pod: Pod,
  nodes: readonly NodeInfo[],
  { random, view, start = 0, profile = DEFAULT_PROFILE }: SchedulingInput,
): Placement {
  const candidate = candidateOf(pod, nodes, view, profile);
  if ('refused' in candidate) return { refused: nowhereText(candidate.refused, nodes.length) };
  const { feasible, refused, next } = findNodes(candidate, nodes, start);
  if (feasible.length === 0) return unplaced(candidate, refused, view);
  const scored = feasible.length === 1 ? undefined : scoredNodes(candidate, feasible, { nodes, random });
  const node = feasible[scored?.chosen ?? 0] as NodeInfo;
  const decision = schedulingDecision({ nodes: nodes.length, feasible, refused }, scored);
  return { ...placed(candidate, node), decision, ...(next !== start && { next }) };
}

function unplaced({ pod, profile }: Candidate, nodes: readonly RefusingNode[], view: SchedulingView | undefined): PlacementFailure {
  if (nodes.length === 0) return { refused: NO_NODES };
  const reasons = nodes.flatMap(({ refusal }) => refusal.reasons);
  if (!profile.preempts) return { refused: withoutPreemption(reasons, nodes.length) };
  const preemption = preempt(pod, nodes, view, profile);
  if ('victims' in preemption) return { refused: fitErrorText(reasons, nodes.length), victims: preemption.victims };
  return { refused: fitErrorText(reasons, nodes.length, preemption.reason), losesNomination: preemption.isOver };
}

function placed({ storage }: Candidate, { name, node }: NodeInfo): Pick<NodeChoice, 'node' | 'volumes'> {
  if (storage === undefined || storage.claims.late.length === 0) return { node: name };
  const volumes = volumesOnNode(storage.claims, node, storage.view);
  return 'reasons' in volumes ? { node: name } : { node: name, volumes };
}

/** All nodes of the cluster, and the source of ties. */
interface Field {
  readonly nodes: readonly NodeInfo[];
  readonly random: Random;
}

function scoredNodes(candidate: Candidate, feasible: readonly NodeInfo[], { nodes, random }: Field): ScoredNodes {
  const plugins = scoreNodes(candidate, feasible, nodes);
  const totals = feasible.map(() => 0);
  for (const { scores, weight } of plugins)
    for (const [index, score] of scores.entries()) totals[index] = (totals[index] as number) + score * weight;
  const top = Math.max(...totals);
  const winners = [...totals.keys()].filter((index) => totals[index] === top);
  return { plugins, totals, winners, chosen: winners[random.integer(winners.length)] as number };
}
