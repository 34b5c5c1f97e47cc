import { DEFAULT_PLUGIN_ARGS, type PluginArgs, type ResourceWeight, type ScoringStrategy } from '../plugin-args.ts';
import type { ArgsInFile, ResourceInFile, StrategyInFile } from './configuration-file.ts';

/** Returns the arguments with defaults for absent fields. Models `pkg/scheduler/apis/config/v1/defaults.go`. */
export function pluginArgsOf(file: ArgsInFile): PluginArgs {
  const defaults = DEFAULT_PLUGIN_ARGS;
  const { addedAffinity } = file.NodeAffinity ?? {};
  const { ignoredResources = [], ignoredResourceGroups = [], scoringStrategy } = file.NodeResourcesFit ?? {};
  return {
    nodeResourcesFit: { ignoredResources, ignoredResourceGroups, scoringStrategy: strategyOf(scoringStrategy) },
    nodeResourcesBalancedAllocation: {
      resources: resourcesOf(file.NodeResourcesBalancedAllocation?.resources, defaults.nodeResourcesBalancedAllocation.resources),
    },
    podTopologySpread: spreadOf(file.PodTopologySpread),
    interPodAffinity: affinityOf(file.InterPodAffinity),
    nodeAffinity: addedAffinity === undefined ? {} : { addedAffinity },
    defaultPreemption: preemptionOf(file.DefaultPreemption),
    volumeBinding: { bindTimeoutSeconds: file.VolumeBinding?.bindTimeoutSeconds ?? defaults.volumeBinding.bindTimeoutSeconds },
  };
}

/** An unknown type is kept for its validation. */
function strategyOf({ type = 'LeastAllocated', resources: given, requestedToCapacityRatio }: StrategyInFile = {}): ScoringStrategy {
  const resources = resourcesOf(given, DEFAULT_PLUGIN_ARGS.nodeResourcesFit.scoringStrategy.resources);
  if (type !== 'RequestedToCapacityRatio') return { type: type as 'LeastAllocated', resources };
  const shape = (requestedToCapacityRatio?.shape ?? []).map(({ utilization = 0, score = 0 }) => ({ utilization, score }));
  return { type, resources, shape };
}

/** A weight of 0 is the default too. */
function resourcesOf(given: readonly ResourceInFile[] | undefined, defaults: readonly ResourceWeight[]): readonly ResourceWeight[] {
  if (given === undefined || given.length === 0) return defaults;
  return given.map(({ name = '', weight }) => ({ name, weight: weight || 1 }));
}

/** An unknown type is kept for its validation. */
function spreadOf(given: ArgsInFile['PodTopologySpread'] = {}): PluginArgs['podTopologySpread'] {
  const { defaultConstraints = [], defaultingType } = given;
  return { defaultConstraints, defaultingType: (defaultingType || 'System') as 'System' };
}

function affinityOf(given: ArgsInFile['InterPodAffinity'] = {}): PluginArgs['interPodAffinity'] {
  const defaults = DEFAULT_PLUGIN_ARGS.interPodAffinity;
  const { hardPodAffinityWeight = defaults.hardPodAffinityWeight, ignorePreferredTermsOfExistingPods = false } = given;
  return { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods };
}

function preemptionOf(given: ArgsInFile['DefaultPreemption'] = {}): PluginArgs['defaultPreemption'] {
  const defaults = DEFAULT_PLUGIN_ARGS.defaultPreemption;
  const { minCandidateNodesPercentage = defaults.minCandidateNodesPercentage } = given;
  const { minCandidateNodesAbsolute = defaults.minCandidateNodesAbsolute } = given;
  return { minCandidateNodesPercentage, minCandidateNodesAbsolute };
}
