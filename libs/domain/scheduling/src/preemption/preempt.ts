import type { Pod } from '@klockwork/kubernetes-types';
import { candidateOf } from '../candidate.ts';
import { DEFAULT_PROFILE } from '../default-profile.ts';
import { filterNode } from '../filter-node.ts';
import { countedReasons } from '../fit-error.ts';
import type { NodeInfo } from '../node-info.ts';
import type { Refusal, SchedulingProfile } from '../plugin.ts';
import type { SchedulingView } from '../scheduling-view.ts';
import { chooseVictims } from './choose-victims.ts';
import { podPriority } from './pod-importance.ts';
import { type NodeVictims, selectVictims } from './select-victims.ts';

const NEVER = 'not eligible due to preemptionPolicy=Never.';
const UNDER_WAY = 'not eligible due to a terminating pod on the nominated node.';
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';

/** Node with its refusal of a pod. */
export interface RefusingNode {
  readonly node: NodeInfo;
  readonly refusal: Refusal;
}

/** Victims on the best node, or upstream's reason why there are none. `isOver`: an earlier nomination of the pod has no use any more. */
export type Preemption = { readonly victims: NodeVictims } | { readonly reason: string; readonly isOver: boolean };

/** Looks for pods of lower priority whose removal lets `pod` fit one of the nodes. Models `plugins/defaultpreemption`. */
export function preempt(
  pod: Pod,
  refusedNodes: readonly RefusingNode[],
  view?: SchedulingView,
  profile: SchedulingProfile = DEFAULT_PROFILE,
): Preemption {
  if (pod.spec?.preemptionPolicy === 'Never') return { reason: NEVER, isOver: false };
  if (isUnderWay(pod, refusedNodes)) return { reason: UNDER_WAY, isOver: false };
  const nodes = refusedNodes.map(({ node }) => node);
  const budgets = view?.budgets() ?? [];
  const possible = refusedNodes.filter(({ refusal }) => refusal.resolvable);
  const wanted = candidatesToFind(possible.length, profile);
  const candidates: NodeVictims[] = [];
  const reasons = refusedNodes.filter(({ refusal }) => !refusal.resolvable).map(() => NOT_HELPFUL);
  for (const { node } of possible) {
    const scene = {
      node,
      budgets,
      refuse: (changedNode: NodeInfo) => refusalOf(pod, changedNode, { nodes, profile, ...(view && { view }) }),
    };
    const outcome = selectVictims(pod, scene);
    if ('pods' in outcome) candidates.push(outcome);
    else reasons.push(...outcome.reasons);
    if (candidates.length >= wanted && candidates.some(({ violations }) => violations === 0)) break;
  }
  const victims = chooseVictims(candidates);
  if (victims !== undefined) return { victims };
  return { reason: countedReasons(reasons, refusedNodes.length), isOver: true };
}

/** Returns how many nodes with victims end the search, one of them without a violated budget. Models `calculateNumCandidates`. */
function candidatesToFind(nodes: number, { args }: SchedulingProfile): number {
  const { minCandidateNodesPercentage, minCandidateNodesAbsolute } = args.defaultPreemption;
  return Math.max(Math.trunc((nodes * minCandidateNodesPercentage) / 100), minCandidateNodesAbsolute);
}

/** True while victims of an earlier preemption still end on the nominated node. Models `PodEligibleToPreemptOthers`. */
function isUnderWay(pod: Pod, refusedNodes: readonly RefusingNode[]): boolean {
  const nominatedNode = refusedNodes.find(({ node }) => node.name === pod.status?.nominatedNodeName);
  if (nominatedNode === undefined || !nominatedNode.refusal.resolvable) return false;
  return [...nominatedNode.node.pods.values()].some(
    (placedPod) => podPriority(placedPod.pod) < podPriority(pod) && isVictim(placedPod.pod),
  );
}

function isVictim({ metadata, status }: Pod): boolean {
  if (metadata?.deletionTimestamp === undefined) return false;
  const condition = status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason === PREEMPTED;
}

/** Reason of the condition DisruptionTarget of victims. */
export const PREEMPTED = 'PreemptionByScheduler';

function refusalOf(
  pod: Pod,
  changedNode: NodeInfo,
  { nodes, view, profile }: { readonly nodes: readonly NodeInfo[]; readonly view?: SchedulingView; readonly profile: SchedulingProfile },
): Refusal | undefined {
  const candidate = candidateOf(
    pod,
    nodes.map((node) => (node.name === changedNode.name ? changedNode : node)),
    view,
    profile,
  );
  if ('refused' in candidate) return { reasons: [candidate.refused], resolvable: false };
  return filterNode(candidate, changedNode)?.refusal;
}
