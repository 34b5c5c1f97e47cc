import { describe, expect, test } from 'vitest';
import { DEFAULT_PROFILE } from '../default-profile.ts';
import type { SchedulingProfile } from '../plugin.ts';
import { decodeConfiguration } from './decode-configuration.ts';
import { DEFAULT_CONFIGURATION } from './scheduler-configuration.ts';

const HEAD = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' };

function decode(fields: object) {
  return decodeConfiguration(JSON.stringify({ ...HEAD, ...fields }));
}

function onlyProfile(profile: object): SchedulingProfile {
  return [...decode({ profiles: [profile] }).profiles.values()][0] as SchedulingProfile;
}

const weights = ({ scores }: SchedulingProfile) => scores.map(({ plugin, weight }) => `${plugin.name} ${weight}`);
const filters = (profile: SchedulingProfile) => profile.filters.map(({ name }) => name);

describe('a configuration', () => {
  test('without fields is the default one', () => {
    expect(decode({})).toEqual(DEFAULT_CONFIGURATION);
    expect(decode({ profiles: [{}] })).toEqual(DEFAULT_CONFIGURATION);
  });

  test('has a profile for each scheduler name, with the percentage of all or its own', () => {
    const { profiles, ...backOff } = decode({
      ...{ percentageOfNodesToScore: 30, podInitialBackoffSeconds: 2, podMaxBackoffSeconds: 20, leaderElection: { leaderElect: false } },
      profiles: [{ schedulerName: 'default-scheduler' }, { schedulerName: 'packing', percentageOfNodesToScore: 100 }],
    });
    expect(backOff).toEqual({ podInitialBackoffSeconds: 2, podMaxBackoffSeconds: 20 });
    expect([...profiles.values()]).toEqual([
      { ...DEFAULT_PROFILE, percentageOfNodesToScore: 30 },
      { ...DEFAULT_PROFILE, schedulerName: 'packing', percentageOfNodesToScore: 100 },
    ]);
  });
});

describe('the plugins of a profile', () => {
  test('all scores can be disabled, and some enabled again', () => {
    const score = { disabled: [{ name: '*' }], enabled: [{ name: 'ImageLocality', weight: 5 }, { name: 'NodeResourcesFit' }] };
    const profile = onlyProfile({ plugins: { score } });
    expect(weights(profile)).toEqual(['ImageLocality 5', 'NodeResourcesFit 1']);
    expect(filters(profile)).toEqual(filters(DEFAULT_PROFILE));
  });

  test('a configured score takes its new weight and stands first', () => {
    const profile = onlyProfile({ plugins: { score: { enabled: [{ name: 'NodeAffinity', weight: 7 }] } } });
    expect(weights(profile).slice(0, 2)).toEqual(['NodeAffinity 7', 'TaintToleration 3']);
  });

  test('a plugin disabled at all its points neither filters nor scores', () => {
    const profile = onlyProfile({ plugins: { multiPoint: { disabled: [{ name: 'TaintToleration' }, { name: 'DefaultPreemption' }] } } });
    expect(filters(profile)).not.toContain('TaintToleration');
    expect(weights(profile)[0]).toBe('NodeAffinity 2');
    expect(profile.preempts).toBe(false);
  });

  test('a filter disabled at its point still scores', () => {
    const profile = onlyProfile({ plugins: { filter: { disabled: [{ name: 'NodeAffinity' }] } } });
    expect(filters(profile)).not.toContain('NodeAffinity');
    expect(weights(profile)).toContain('NodeAffinity 2');
  });

  test('a weight at all points replaces the default one in its place', () => {
    const profile = onlyProfile({ plugins: { multiPoint: { enabled: [{ name: 'TaintToleration', weight: 9 }] } } });
    expect(weights(profile).slice(0, 2)).toEqual(['TaintToleration 9', 'NodeAffinity 2']);
  });
});

test.each([['null'], ['[]'], ['"text"'], ['{}']])('a file with %s has no kind', (text) => {
  expect(() => decodeConfiguration(text)).toThrow("Object 'Kind' is missing in the file");
});

test('null is no value', () => {
  const profile = { plugins: { score: null, filter: { enabled: null } }, pluginConfig: [{ name: 'InterPodAffinity', args: null }] };
  expect(decode({ profiles: [profile], extenders: null })).toEqual(DEFAULT_CONFIGURATION);
  expect(decode({ profiles: null })).toEqual(DEFAULT_CONFIGURATION);
});

test('arguments of plugins replace the defaults', () => {
  const shape = [
    { utilization: 0, score: 0 },
    { utilization: 100, score: 10 },
  ];
  const addedAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }] },
  };
  const constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' };
  const { args } = onlyProfile({
    pluginConfig: [
      {
        name: 'NodeResourcesFit',
        args: {
          ignoredResourceGroups: ['example.com'],
          scoringStrategy: { type: 'RequestedToCapacityRatio', resources: [{ name: 'cpu' }], requestedToCapacityRatio: { shape } },
        },
      },
      { name: 'NodeAffinity', args: { apiVersion: HEAD.apiVersion, kind: 'NodeAffinityArgs', addedAffinity } },
      { name: 'PodTopologySpread', args: { defaultingType: 'List', defaultConstraints: [constraint] } },
      { name: 'InterPodAffinity', args: { hardPodAffinityWeight: 50 } },
      { name: 'DefaultPreemption', args: { minCandidateNodesAbsolute: 7 } },
      { name: 'VolumeBinding', args: { bindTimeoutSeconds: 30 } },
      { name: 'Unknown', args: { anything: true } },
    ],
  });
  expect(args).toEqual({
    ...DEFAULT_PROFILE.args,
    nodeResourcesFit: {
      ...{ ignoredResources: [], ignoredResourceGroups: ['example.com'] },
      scoringStrategy: { type: 'RequestedToCapacityRatio', resources: [{ name: 'cpu', weight: 1 }], shape },
    },
    nodeAffinity: { addedAffinity },
    podTopologySpread: { defaultingType: 'List', defaultConstraints: [constraint] },
    interPodAffinity: { hardPodAffinityWeight: 50, ignorePreferredTermsOfExistingPods: false },
    defaultPreemption: { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 7 },
    volumeBinding: { bindTimeoutSeconds: 30 },
  });
});

const CREATING = 'initializing profiles: creating profile for scheduler name default-scheduler: ';
const plugins = (more: object) => ({ profiles: [{ plugins: more }] });
const config = (name: string, args: object) => ({ profiles: [{ pluginConfig: [{ name, args }] }] });

test.each<[object, string]>([
  [
    { apiVersion: 'kubescheduler.config.k8s.io/v1beta3' },
    'no kind "KubeSchedulerConfiguration" is registered for version "kubescheduler.config.k8s.io/v1beta3"',
  ],
  [{ kind: '' }, "Object 'Kind' is missing in the file"],
  [{ apiVersion: undefined }, "Object 'apiVersion' is missing in the file"],
  [{ kind: 'Pod' }, 'no kind "Pod" is registered for version "kubescheduler.config.k8s.io/v1"'],
  [{ percentage: 1, profiles: [{ name: 'a' }] }, 'strict decoding error: unknown field "percentage", unknown field "profiles[0].name"'],
  [
    config('InterPodAffinity', { hardWeight: 1 }),
    'strict decoding error: decoding .profiles[0].pluginConfig[0]: strict decoding error: decoding args for plugin InterPodAffinity: strict decoding error: unknown field "hardWeight"',
  ],
  [
    config('InterPodAffinity', { kind: 'NodeAffinityArgs' }),
    'decoding .profiles[0].pluginConfig[0]: args for plugin InterPodAffinity were not of type InterPodAffinityArgs.kubescheduler.config.k8s.io, got NodeAffinityArgs.kubescheduler.config.k8s.io',
  ],
  [{ parallelism: -1 }, 'parallelism: Invalid value: -1: should be an integer value greater than zero'],
  [{ percentageOfNodesToScore: 101 }, 'percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]'],
  [{ podInitialBackoffSeconds: -1 }, 'podInitialBackoffSeconds: Invalid value: -1: must be greater than 0'],
  [{ podInitialBackoffSeconds: 20 }, 'podMaxBackoffSeconds: Invalid value: 10: must be greater than or equal to PodInitialBackoffSeconds'],
  [{ profiles: [{ schedulerName: 'a' }, {}] }, 'profiles[1].schedulerName: Required value'],
  [
    { profiles: [{ schedulerName: 'a' }, { schedulerName: 'a' }] },
    'profiles[1].schedulerName: Duplicate value: "profiles[0].schedulerName"',
  ],
  [
    { percentageOfNodesToScore: -1, profiles: [{ percentageOfNodesToScore: 200 }] },
    '[profiles[0].percentageOfNodesToScore: Invalid value: 200: not in valid range [0-100], percentageOfNodesToScore: Invalid value: -1: not in valid range [0-100]]',
  ],
  [
    config('InterPodAffinity', { hardPodAffinityWeight: 101 }),
    'profiles[0].pluginConfig[0].args.hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]',
  ],
  [
    config('PodTopologySpread', { defaultConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }] }),
    'profiles[0].pluginConfig[0].args.defaultingType: Invalid value: "System": when .defaultConstraints are not empty',
  ],
  [
    config('PodTopologySpread', { defaultingType: 'List', defaultConstraints: [{ whenUnsatisfiable: 'Never' }] }),
    '[profiles[0].pluginConfig[0].args.defaultConstraints[0].maxSkew: Invalid value: 0: not in valid range (0, inf), profiles[0].pluginConfig[0].args.defaultConstraints[0].topologyKey: Required value: can not be empty, profiles[0].pluginConfig[0].args.defaultConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"]',
  ],
  [
    config('VolumeBinding', { bindTimeoutSeconds: -1 }),
    'profiles[0].pluginConfig[0].args.bindTimeoutSeconds: Invalid value: -1: invalid BindTimeoutSeconds, should not be a negative value',
  ],
  [
    config('DefaultPreemption', { minCandidateNodesPercentage: 101, minCandidateNodesAbsolute: -1 }),
    '[profiles[0].pluginConfig[0].args.minCandidateNodesPercentage: Invalid value: 101: not in valid range [0, 100], profiles[0].pluginConfig[0].args.minCandidateNodesAbsolute: Invalid value: -1: not in valid range [0, inf)]',
  ],
  [
    config('NodeResourcesBalancedAllocation', { resources: [{ name: 'cpu', weight: 2 }] }),
    'profiles[0].pluginConfig[0].args.resources[0].weight: Invalid value: 2: must be 1',
  ],
  [
    config('NodeResourcesFit', { scoringStrategy: { type: 'Best' } }),
    `${CREATING}initializing plugin "NodeResourcesFit": scoringStrategy.type: Unsupported value: "Best": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"`,
  ],
  [
    {
      profiles: [
        {
          pluginConfig: [
            { name: 'NodeAffinity', args: {} },
            { name: 'NodeAffinity', args: {} },
          ],
        },
      ],
    },
    'profiles[0].pluginConfig[1]: Duplicate value: "NodeAffinity"',
  ],
  [plugins({ score: { enabled: [{ name: 'Mine' }] } }), `${CREATING}ScorePlugin "Mine" does not exist`],
  [plugins({ multiPoint: { enabled: [{ name: 'Mine' }] } }), `${CREATING}PreFilterPlugin "Mine" does not exist`],
  [plugins({ score: { enabled: [{ name: 'NodeName' }] } }), `${CREATING}plugin "NodeName" does not extend ScorePlugin plugin`],
  [
    plugins({ score: { enabled: [{ name: 'ImageLocality' }, { name: 'ImageLocality' }] } }),
    `${CREATING}plugin "ImageLocality" already registered as "ScorePlugin"`,
  ],
  [
    plugins({ bind: { disabled: [{ name: '*' }] } }),
    `${CREATING}at least one bind plugin is needed for profile with scheduler name "default-scheduler"`,
  ],
  [
    plugins({ queueSort: { disabled: [{ name: '*' }] } }),
    `${CREATING}only one queue sort plugin required for profile with scheduler name "default-scheduler", but got 0`,
  ],
  [
    plugins({ filter: { enabled: [{ name: 'EBSLimits' }] } }),
    'profiles[0].plugins.filter.enabled[0]: Invalid value: "EBSLimits": was invalid in version "v1" (KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")',
  ],
  [{ extenders: [{ urlPrefix: 'http://127.0.0.1' }] }, 'extenders: Forbidden: Klockwork has no extenders'],
])('a configuration with %j is refused', (fields, message) => {
  expect(() => decode(fields)).toThrow(expect.objectContaining({ name: 'ConfigurationError', message }));
});
