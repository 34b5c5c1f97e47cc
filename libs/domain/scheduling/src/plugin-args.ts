import type { NodeAffinity, TopologySpreadConstraint } from '@klockwork/kubernetes-types';

/** Resource in a score, with its weight. */
export interface ResourceWeight {
  readonly name: string;
  readonly weight: number;
}

/** Way to score a node by its resources. `shape`: points of RequestedToCapacityRatio, scores 0 to 10. */
export type ScoringStrategy =
  | { readonly type: 'LeastAllocated' | 'MostAllocated'; readonly resources: readonly ResourceWeight[] }
  | {
      readonly type: 'RequestedToCapacityRatio';
      readonly resources: readonly ResourceWeight[];
      readonly shape: readonly { readonly utilization: number; readonly score: number }[];
    };

/** Arguments of plugins that have some. Models `k8s.io/kube-scheduler/config/v1/types_pluginargs.go`. */
export interface PluginArgs {
  readonly nodeResourcesFit: {
    readonly ignoredResources: readonly string[];
    readonly ignoredResourceGroups: readonly string[];
    readonly scoringStrategy: ScoringStrategy;
  };
  readonly nodeResourcesBalancedAllocation: { readonly resources: readonly ResourceWeight[] };
  /** `System`: soft constraints of hostname and zone. `List`: `defaultConstraints`. */
  readonly podTopologySpread: {
    readonly defaultConstraints: readonly TopologySpreadConstraint[];
    readonly defaultingType: 'System' | 'List';
  };
  readonly interPodAffinity: { readonly hardPodAffinityWeight: number; readonly ignorePreferredTermsOfExistingPods: boolean };
  readonly nodeAffinity: { readonly addedAffinity?: NodeAffinity };
  readonly defaultPreemption: { readonly minCandidateNodesPercentage: number; readonly minCandidateNodesAbsolute: number };
  readonly volumeBinding: { readonly bindTimeoutSeconds: number };
}

const CPU_AND_MEMORY: readonly ResourceWeight[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

/** Arguments of the default profile. Models `pkg/scheduler/apis/config/v1/defaults.go`. */
export const DEFAULT_PLUGIN_ARGS: PluginArgs = {
  nodeResourcesFit: {
    ignoredResources: [],
    ignoredResourceGroups: [],
    scoringStrategy: { type: 'LeastAllocated', resources: CPU_AND_MEMORY },
  },
  nodeResourcesBalancedAllocation: { resources: CPU_AND_MEMORY },
  podTopologySpread: { defaultConstraints: [], defaultingType: 'System' },
  interPodAffinity: { hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false },
  nodeAffinity: {},
  defaultPreemption: { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 },
  volumeBinding: { bindTimeoutSeconds: 600 },
};
