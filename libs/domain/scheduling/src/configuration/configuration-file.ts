import type { NodeAffinity, TopologySpreadConstraint } from '@klockwork/kubernetes-types';
import type { ResourceWeight } from '../plugin-args.ts';
import type { EXTENSION_POINTS } from './configuration-schema.ts';

/** Point where plugins act. */
export type ExtensionPoint = (typeof EXTENSION_POINTS)[number];

/** Plugin in a file. A weight of 0 or none means 1. */
export interface PluginEntry {
  readonly name?: string;
  readonly weight?: number;
}

/** Plugins that a file adds to an extension point and takes from it. */
export interface PluginSet {
  readonly enabled?: readonly PluginEntry[];
  readonly disabled?: readonly PluginEntry[];
}

/** Profile in a file. */
export interface ProfileInFile {
  readonly schedulerName?: string;
  readonly percentageOfNodesToScore?: number;
  readonly plugins?: Readonly<Partial<Record<ExtensionPoint | 'multiPoint', PluginSet>>>;
  readonly pluginConfig?: readonly { readonly name?: string; readonly args?: unknown }[];
}

/** Decoded file, without defaults. */
export interface ConfigurationFile {
  readonly parallelism?: number;
  readonly percentageOfNodesToScore?: number;
  readonly podInitialBackoffSeconds?: number;
  readonly podMaxBackoffSeconds?: number;
  readonly profiles?: readonly ProfileInFile[];
  readonly extenders?: readonly unknown[];
}

/** Arguments in a file, by plugin, without defaults. */
export interface ArgsInFile {
  readonly DefaultPreemption?: { readonly minCandidateNodesPercentage?: number; readonly minCandidateNodesAbsolute?: number };
  readonly InterPodAffinity?: { readonly hardPodAffinityWeight?: number; readonly ignorePreferredTermsOfExistingPods?: boolean };
  readonly NodeResourcesFit?: {
    readonly ignoredResources?: readonly string[];
    readonly ignoredResourceGroups?: readonly string[];
    readonly scoringStrategy?: StrategyInFile;
  };
  readonly PodTopologySpread?: { readonly defaultConstraints?: readonly TopologySpreadConstraint[]; readonly defaultingType?: string };
  readonly NodeResourcesBalancedAllocation?: { readonly resources?: readonly ResourceInFile[] };
  readonly VolumeBinding?: { readonly bindTimeoutSeconds?: number; readonly shape?: unknown };
  readonly NodeAffinity?: { readonly addedAffinity?: NodeAffinity };
}

/** Resource with an optional weight. */
export type ResourceInFile = Partial<ResourceWeight>;

/** Scoring strategy without defaults. */
export interface StrategyInFile {
  readonly type?: string;
  readonly resources?: readonly ResourceInFile[];
  readonly requestedToCapacityRatio?: { readonly shape?: readonly ShapePoint[] };
}

/** Point of a shape. */
export interface ShapePoint {
  readonly utilization?: number;
  readonly score?: number;
}
