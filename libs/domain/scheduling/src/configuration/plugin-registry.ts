import { FILTERS, SCORES } from '../default-profile.ts';
import type { FieldScore, Filter, Score } from '../plugin.ts';
import type { ExtensionPoint, PluginEntry } from './configuration-file.ts';

const FILTER: readonly ExtensionPoint[] = ['preFilter', 'filter'];
const SCORE: readonly ExtensionPoint[] = ['preScore', 'score'];

/** Plugins in upstream's default order, with their default weights and the points where they act. Models `default_plugins.go`. */
const PLUGINS: readonly (readonly [name: string, weight: number | undefined, points: readonly ExtensionPoint[]])[] = [
  ['SchedulingGates', undefined, ['preEnqueue']],
  ['PrioritySort', undefined, ['queueSort']],
  ['NodeUnschedulable', undefined, ['filter']],
  ['NodeName', undefined, ['filter']],
  ['TaintToleration', 3, ['filter', ...SCORE]],
  ['NodeAffinity', 2, [...FILTER, ...SCORE]],
  ['NodePorts', undefined, FILTER],
  ['NodeResourcesFit', 1, [...FILTER, ...SCORE]],
  ['VolumeRestrictions', undefined, FILTER],
  ['NodeVolumeLimits', undefined, FILTER],
  ['VolumeBinding', undefined, [...FILTER, 'reserve', 'preBind', ...SCORE]],
  ['VolumeZone', undefined, FILTER],
  ['PodTopologySpread', 2, [...FILTER, ...SCORE]],
  ['InterPodAffinity', 2, [...FILTER, ...SCORE]],
  ['DynamicResources', undefined, ['preEnqueue', ...FILTER, 'postFilter', 'reserve', 'preBind']],
  ['DefaultPreemption', undefined, ['preEnqueue', 'postFilter']],
  ['NodeResourcesBalancedAllocation', 1, SCORE],
  ['ImageLocality', 1, ['score']],
  ['DefaultBinder', undefined, ['bind']],
];

/** Plugins of the default profile at all their points. */
export const DEFAULT_MULTI_POINT: readonly PluginEntry[] = PLUGINS.map(([name, weight]) => ({
  name,
  ...(weight !== undefined && { weight }),
}));

/** Points of each plugin; undefined for an unknown plugin. */
export const POINTS_OF: ReadonlyMap<string, readonly ExtensionPoint[]> = new Map(PLUGINS.map(([name, , points]) => [name, points]));

/** Filters by name. Plugins without one here accept every node. */
export const FILTERS_BY_NAME: ReadonlyMap<string, Filter> = new Map(FILTERS.map((filter) => [filter.name, filter]));

/** Scores by name. VolumeBinding has none without a feature gate. */
export const SCORES_BY_NAME: ReadonlyMap<string, Score | FieldScore> = new Map(SCORES.map((score) => [score.name, score]));
