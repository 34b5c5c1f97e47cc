import type { Schema } from '@klockwork/api-machinery';

const TEXT: Schema = { name: '', type: 'string' };
const FLAG: Schema = { name: '', type: 'boolean' };
const INT32: Schema = { name: '', type: 'integer', format: 'int32' };
const INT64: Schema = { name: '', type: 'integer', format: 'int64' };
const NUMBER: Schema = { name: '', type: 'number' };
const ANYTHING: Schema = { name: '', type: 'any' };

function struct(name: string, properties: Readonly<Record<string, Schema>>): Schema {
  return { name, type: 'object', properties: new Map(Object.entries(properties)) };
}

function listOf(items: Schema): Schema {
  return { name: '', type: 'array', items };
}

const TYPE_META = { apiVersion: TEXT, kind: TEXT };
const TEXTS = listOf(TEXT);
const TEXT_MAP: Schema = { name: '', type: 'object', additionalProperties: TEXT };

const REQUIREMENT = struct('NodeSelectorRequirement', { key: TEXT, operator: TEXT, values: TEXTS });
const TERM = struct('NodeSelectorTerm', { matchExpressions: listOf(REQUIREMENT), matchFields: listOf(REQUIREMENT) });
const NODE_AFFINITY = struct('NodeAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: struct('NodeSelector', { nodeSelectorTerms: listOf(TERM) }),
  preferredDuringSchedulingIgnoredDuringExecution: listOf(struct('PreferredSchedulingTerm', { weight: INT32, preference: TERM })),
});

const LABEL_SELECTOR = struct('LabelSelector', { matchLabels: TEXT_MAP, matchExpressions: listOf(REQUIREMENT) });
const CONSTRAINT = struct('TopologySpreadConstraint', {
  ...{ maxSkew: INT32, topologyKey: TEXT, whenUnsatisfiable: TEXT, labelSelector: LABEL_SELECTOR, minDomains: INT32 },
  ...{ nodeAffinityPolicy: TEXT, nodeTaintsPolicy: TEXT, matchLabelKeys: TEXTS },
});

const RESOURCES = listOf(struct('ResourceSpec', { name: TEXT, weight: INT64 }));
const SHAPE = listOf(struct('UtilizationShapePoint', { utilization: INT32, score: INT32 }));
const STRATEGY = struct('ScoringStrategy', {
  ...{ type: TEXT, resources: RESOURCES },
  requestedToCapacityRatio: struct('RequestedToCapacityRatioParam', { shape: SHAPE }),
});

/** Types of the arguments of each plugin. Models `k8s.io/kube-scheduler/config/v1/types_pluginargs.go`. */
export const ARGS_SCHEMAS: ReadonlyMap<string, Schema> = new Map(
  Object.entries<Readonly<Record<string, Schema>>>({
    DefaultPreemption: { minCandidateNodesPercentage: INT32, minCandidateNodesAbsolute: INT32 },
    InterPodAffinity: { hardPodAffinityWeight: INT32, ignorePreferredTermsOfExistingPods: FLAG },
    NodeResourcesFit: { ignoredResources: TEXTS, ignoredResourceGroups: TEXTS, scoringStrategy: STRATEGY },
    PodTopologySpread: { defaultConstraints: listOf(CONSTRAINT), defaultingType: TEXT },
    NodeResourcesBalancedAllocation: { resources: RESOURCES },
    VolumeBinding: { bindTimeoutSeconds: INT64, shape: SHAPE },
    NodeAffinity: { addedAffinity: NODE_AFFINITY },
    DynamicResources: { filterTimeout: TEXT, bindingTimeout: TEXT },
  }).map(([plugin, fields]) => [plugin, struct(`${plugin}Args`, { ...TYPE_META, ...fields })]),
);

/** Points where plugins act, in the order in which upstream fills them. Models `getExtensionPoints`. */
export const EXTENSION_POINTS = [
  ...(['preFilter', 'filter', 'postFilter', 'reserve', 'preScore', 'score'] as const),
  ...(['preBind', 'bind', 'postBind', 'permit', 'preEnqueue', 'queueSort'] as const),
] as const;

const PLUGIN = struct('Plugin', { name: TEXT, weight: INT32 });
const PLUGIN_SET = struct('PluginSet', { enabled: listOf(PLUGIN), disabled: listOf(PLUGIN) });
const PLUGINS = struct('Plugins', Object.fromEntries([...EXTENSION_POINTS, 'multiPoint'].map((point) => [point, PLUGIN_SET])));

const PROFILE = struct('KubeSchedulerProfile', {
  ...{ schedulerName: TEXT, percentageOfNodesToScore: INT32, plugins: PLUGINS },
  pluginConfig: listOf(struct('PluginConfig', { name: TEXT, args: ANYTHING })),
});

/** Type of the file. Models `k8s.io/kube-scheduler/config/v1/types.go`. */
export const CONFIGURATION_SCHEMA = struct('KubeSchedulerConfiguration', {
  ...TYPE_META,
  parallelism: INT32,
  leaderElection: struct('LeaderElectionConfiguration', {
    ...{ leaderElect: FLAG, leaseDuration: TEXT, renewDeadline: TEXT, retryPeriod: TEXT },
    ...{ resourceLock: TEXT, resourceName: TEXT, resourceNamespace: TEXT },
  }),
  clientConnection: struct('ClientConnectionConfiguration', {
    ...{ kubeconfig: TEXT, acceptContentTypes: TEXT, contentType: TEXT, qps: NUMBER, burst: INT32 },
  }),
  ...{ enableProfiling: FLAG, enableContentionProfiling: FLAG, delayCacheUntilActive: FLAG },
  ...{ percentageOfNodesToScore: INT32, podInitialBackoffSeconds: INT64, podMaxBackoffSeconds: INT64 },
  profiles: listOf(PROFILE),
  extenders: listOf(ANYTHING),
});
