import type { Pod, Volume } from '@klockwork/kubernetes-types';
import type { AffinityCounts } from './filters/inter-pod-affinity/affinity-counts.ts';
import type { AffinityTerms, NamespaceLabels } from './filters/inter-pod-affinity/affinity-terms.ts';
import type { SpreadPreferences } from './filters/pod-topology-spread/spread-constraints.ts';
import type { SpreadCounts } from './filters/pod-topology-spread/spread-counts.ts';
import type { Amounts, NodeInfo } from './node-info.ts';
import type { PluginArgs } from './plugin-args.ts';
import type { CandidateStorage } from './volumes/candidate-storage.ts';

/** Pod to schedule, with values that plugins need repeatedly. */
export interface Candidate {
  readonly pod: Pod;
  readonly requests: Amounts;
  /** cpu and memory with assumed requests, see {@link NodeInfo.assumed}. */
  readonly assumed: Amounts;
  readonly profile: SchedulingProfile;
  /** Arguments of the profile's plugins. */
  readonly args: PluginArgs;
  readonly namespaces: NamespaceLabels;
  /** Undefined when the pod has no pod affinity. */
  readonly terms?: AffinityTerms;
  /** Undefined when no required pod affinity concerns the pod. */
  readonly affinity?: AffinityCounts;
  /** Counts of each DoNotSchedule constraint. */
  readonly spread: readonly SpreadCounts[];
  /** ScheduleAnyway constraints. */
  readonly spreadPreferences: SpreadPreferences;
  /** Undefined when the pod claims no storage. */
  readonly storage?: CandidateStorage;
  /** Volumes that pods of one node cannot share freely; undefined without any. */
  readonly disks?: readonly Volume[];
}

/** Reasons why a node refuses a pod. `resolvable`: removing pods could help, so preemption considers the node. */
export interface Refusal {
  readonly reasons: readonly string[];
  readonly resolvable: boolean;
}

/** Decides whether a pod fits a node. Models the Filter plugins of the scheduling framework. */
export interface Filter {
  readonly name: string;
  refuse(candidate: Candidate, node: NodeInfo): Refusal | undefined;
}

/** Scores a node, 0 to 100 after `normalize`. `weight` is the default profile's. Models the Score plugins of the scheduling framework. */
export interface Score {
  readonly name: string;
  readonly weight: number;
  /** Returns whether the plugin has no opinion on the pod. */
  isSkipped?(candidate: Candidate): boolean;
  score(candidate: Candidate, node: NodeInfo): number;
  /** Scales raw scores to 0 to 100; absent if already in range. */
  normalize?(scores: readonly number[]): number[];
}

/** Scores the feasible nodes together, each 0 to 100. `weight` is the default profile's. Models Score plugins with a PreScore step. */
export interface FieldScore {
  readonly name: string;
  readonly weight: number;
  /** Returns scores in the order of `feasible`; undefined when the pod has no preference. `nodes` are all nodes of the cluster. */
  scores(candidate: Candidate, feasible: readonly NodeInfo[], nodes: readonly NodeInfo[]): readonly number[] | undefined;
}

/** Scoring plugin with its weight in a profile. */
export interface WeightedScore {
  readonly plugin: Score | FieldScore;
  readonly weight: number;
}

/** Plugins of the pods of one scheduler name. Models `framework.Framework`. */
export interface SchedulingProfile {
  readonly schedulerName: string;
  /** In the order of their calls: the first refusing filter determines the reason. */
  readonly filters: readonly Filter[];
  readonly scores: readonly WeightedScore[];
  /** Returns whether preemption makes room for a pod that fits no node. */
  readonly preempts: boolean;
  readonly args: PluginArgs;
  /** Share of feasible nodes that ends a search; 0: by the size of the cluster. */
  readonly percentageOfNodesToScore: number;
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
