import type { Random } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import { filterNode } from './filter-node.ts';
import { fitErrorText, nowhereText } from './fit-error.ts';
import { type NodeInfo, placedPod } from './node-info.ts';
import type { Candidate, Refusal, Score } from './plugin.ts';
import { balancedAllocation } from './scores/balanced-allocation/balanced-allocation.score.ts';
import { leastAllocated } from './scores/least-allocated/least-allocated.score.ts';
import { nodeAffinityScore } from './scores/node-affinity/node-affinity.score.ts';
import { replicaSpread } from './scores/replica-spread/replica-spread.score.ts';
import { taintTolerationScore } from './scores/taint-toleration/taint-toleration.score.ts';
import { candidateStorage } from './volumes/candidate-storage.ts';
import type { StorageView } from './volumes/storage-view.ts';
import { type VolumesOnNode, volumesOnNode } from './volumes/volumes-on-node.ts';

/** The scores, with upstream's default weights. */
const SCORES: readonly Score[] = [taintTolerationScore, nodeAffinityScore, leastAllocated, balancedAllocation, replicaSpread];

/** Chosen node, or upstream's message if no node fits. */
export type Placement = { readonly node: string; readonly volumes?: VolumesOnNode } | { readonly refused: string };

/**
 * Chooses the feasible node with the best score; ties are broken at random. Includes volumes for the pod's late-bound claims on that node.
 * `view`: cluster storage, for pods with claims. Models `schedule_one.go`.
 */
export function schedulePod(pod: Pod, nodes: readonly NodeInfo[], random: Random, view?: StorageView): Placement {
  const storage = candidateStorage(pod, nodes, view);
  if (storage !== undefined && 'refused' in storage) return { refused: nowhereText(storage.refused, nodes.length) };
  const candidate: Candidate = { pod, requests: placedPod(pod).requests, ...(storage && { storage }) };
  const feasible: NodeInfo[] = [];
  const refusals: Refusal[] = [];
  for (const node of nodes) {
    const refusal = filterNode(candidate, node)?.refusal;
    if (refusal === undefined) feasible.push(node);
    else refusals.push(refusal);
  }
  if (feasible.length === 0) return { refused: fitErrorText(pod, refusals) };
  return placed(candidate, best(candidate, feasible, random));
}

function placed({ storage }: Candidate, { name, node }: NodeInfo): Placement {
  if (storage === undefined || storage.claims.late.length === 0) return { node: name };
  const volumes = volumesOnNode(storage.claims, node, storage.view);
  return 'reasons' in volumes ? { node: name } : { node: name, volumes };
}

function best(candidate: Candidate, nodes: readonly NodeInfo[], random: Random): NodeInfo {
  const totals = nodes.map(() => 0);
  for (const plugin of SCORES) {
    const raw = nodes.map((node) => plugin.score(candidate, node));
    const scores = plugin.normalize?.(raw) ?? raw;
    scores.forEach((score, index) => {
      totals[index] = (totals[index] as number) + score * plugin.weight;
    });
  }
  const top = Math.max(...totals);
  const winners = nodes.filter((_, index) => totals[index] === top);
  return winners[random.integer(winners.length)] as NodeInfo;
}
