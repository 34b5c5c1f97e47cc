import type { Pod } from '@klockwork/kubernetes-types';
import type { Amounts, NodeInfo } from './node-info.ts';
import type { CandidateStorage } from './volumes/candidate-storage.ts';

/** A pod to be placed, with what plugins ask of it again and again. */
export interface Candidate {
  readonly pod: Pod;
  readonly requests: Amounts;
  /** Undefined when the pod claims no storage. */
  readonly storage?: CandidateStorage;
}

/** Why a node does not do. `resolvable`: removing pods from the node could help, so preemption may look at it. */
export interface Refusal {
  readonly reasons: readonly string[];
  readonly resolvable: boolean;
}

/** Says whether a pod may run on a node. Models the scheduling framework's Filter plugins. */
export interface Filter {
  readonly name: string;
  refuse(candidate: Candidate, node: NodeInfo): Refusal | undefined;
}

/** Says how well a node suits, 0 to 100 after `normalize`. Models the scheduling framework's Score plugins. */
export interface Score {
  readonly name: string;
  readonly weight: number;
  score(candidate: Candidate, node: NodeInfo): number;
  /** Turns raw scores into 0 to 100; left out when they are so already. */
  normalize?(scores: readonly number[]): number[];
}

/** The best score. Models `framework.MaxNodeScore`. */
export const SCORE_MAX = 100;

/** Scales the highest raw score to 100, or, reversed, the lowest. Models `helper.DefaultNormalizeScore`. */
export function normalizeToMax(scores: readonly number[], reverse: boolean): number[] {
  const max = Math.max(0, ...scores);
  if (max === 0) return scores.map(() => (reverse ? SCORE_MAX : 0));
  return scores.map((score) => {
    const scaled = Math.floor((SCORE_MAX * score) / max);
    return reverse ? SCORE_MAX - scaled : scaled;
  });
}
