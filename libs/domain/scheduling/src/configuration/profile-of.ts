import { aggregateText, goQuote } from '@klockwork/api-machinery';
import type { SchedulingProfile } from '../plugin.ts';
import type { ArgsInFile, ExtensionPoint, PluginEntry, PluginSet, ProfileInFile } from './configuration-file.ts';
import { EXTENSION_POINTS } from './configuration-schema.ts';
import { pluginArgsOf } from './plugin-args-of.ts';
import { DEFAULT_MULTI_POINT, FILTERS_BY_NAME, POINTS_OF, SCORES_BY_NAME } from './plugin-registry.ts';
import { ARGS_VALIDATIONS } from './validate-plugin-args.ts';

/** Stands for all plugins among disabled ones. */
const ALL = '*';

/** Profile that cannot be created, with upstream's message. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/** Profile of a file with decoded arguments, and the percentage of all profiles. */
export interface ProfileInput {
  readonly profile: ProfileInFile;
  readonly schedulerName: string;
  readonly args: ArgsInFile;
  readonly percentageOfNodesToScore: number;
}

/** Returns the profile, merged with the default plugins. Throws {@link ProfileError}. Models `NewFramework` and `mergePlugins`. */
export function profileOf({ profile, schedulerName, args: file, percentageOfNodesToScore }: ProfileInput): SchedulingProfile {
  const args = pluginArgsOf(file);
  const [problem] = [ARGS_VALIDATIONS.NodeResourcesFit(args, '', file.NodeResourcesFit ?? {})];
  if (problem.length > 0) {
    const errors = problem.map((error) => ({ ...error, field: error.field.slice(1) }));
    throw new ProfileError(`initializing plugin "NodeResourcesFit": ${aggregateText(errors)}`);
  }
  const points = pluginsByPoint(profile.plugins ?? {});
  const multiPoint = merged(profile.plugins?.multiPoint);
  if (points.queueSort.length !== 1)
    throw new ProfileError(
      `only one queue sort plugin required for profile with scheduler name ${goQuote(schedulerName)}, but got ${points.queueSort.length}`,
    );
  if (points.bind.length === 0)
    throw new ProfileError(`at least one bind plugin is needed for profile with scheduler name ${goQuote(schedulerName)}`);
  const weights = weightsOf([...(profile.plugins?.score?.enabled ?? []), ...multiPoint]);
  return {
    schedulerName,
    filters: points.filter.flatMap((name) => FILTERS_BY_NAME.get(name) ?? []),
    scores: points.score.flatMap((name) => {
      const plugin = SCORES_BY_NAME.get(name);
      return plugin === undefined ? [] : [{ plugin, weight: weights.get(name) as number }];
    }),
    preempts: points.postFilter.includes('DefaultPreemption'),
    args,
    percentageOfNodesToScore: profile.percentageOfNodesToScore ?? percentageOfNodesToScore,
  };
}

/** The first weight of a plugin counts: that of its own point. */
function weightsOf(entries: readonly PluginEntry[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { name = '', weight } of entries) if (!weights.has(name)) weights.set(name, weight || 1);
  return weights;
}

/** Returns the plugins at all their points. Configured default plugins keep their places. Models `mergePluginSet`. */
function merged({ enabled = [], disabled = [] }: PluginSet = {}): readonly PluginEntry[] {
  const isDisabled = (name: string | undefined) => disabled.some((one) => one.name === ALL || one.name === name);
  const entries = DEFAULT_MULTI_POINT.filter(({ name }) => !isDisabled(name));
  const custom = new Map(enabled.map((entry) => [entry.name, entry]));
  const replacedPlugins = new Set(entries.flatMap(({ name }) => custom.get(name) ?? []));
  return [...entries.map((entry) => custom.get(entry.name) ?? entry), ...enabled.filter((entry) => !replacedPlugins.has(entry))];
}

type PluginNames = Readonly<Record<ExtensionPoint, readonly string[]>>;

function pluginsByPoint(plugins: NonNullable<ProfileInFile['plugins']>): PluginNames {
  for (const point of EXTENSION_POINTS) checkEnabled(point, plugins[point]?.enabled ?? []);
  const multiPoint = merged(plugins.multiPoint).map(({ name = '' }) => name);
  return Object.fromEntries(EXTENSION_POINTS.map((point) => [point, namesAt(point, plugins[point] ?? {}, multiPoint)])) as PluginNames;
}

/** Models `updatePluginList`. */
function checkEnabled(point: ExtensionPoint, enabledEntries: readonly PluginEntry[]): void {
  for (const [index, { name = '' }] of enabledEntries.entries()) {
    const points = POINTS_OF.get(name);
    if (points === undefined) throw new ProfileError(`${typeOf(point)} ${goQuote(name)} does not exist`);
    if (!points.includes(point)) throw new ProfileError(`plugin ${goQuote(name)} does not extend ${typeOf(point)} plugin`);
    if (enabledEntries.findIndex((other) => other.name === name) < index)
      throw new ProfileError(`plugin ${goQuote(name)} already registered as ${goQuote(typeOf(point))}`);
  }
}

/** Own plugins that override others stand first, then those at all their points, then further own ones. Models `expandMultiPointPlugins`. */
function namesAt(point: ExtensionPoint, { enabled = [], disabled = [] }: PluginSet, multiPoint: readonly string[]): readonly string[] {
  const own = enabled.map(({ name = '' }) => name);
  const off = new Set(disabled.map(({ name = '' }) => name));
  if (off.has(ALL)) return own;
  const unknown = multiPoint.find((name) => !POINTS_OF.has(name));
  if (unknown !== undefined) throw new ProfileError(`${typeOf(point)} ${goQuote(unknown)} does not exist`);
  const here = multiPoint.filter((name) => POINTS_OF.get(name)?.includes(point) && !off.has(name));
  const others = here.filter((name) => !own.includes(name));
  const twice = others.find((name, index) => others.indexOf(name) < index);
  if (twice !== undefined) throw new ProfileError(`plugin ${goQuote(twice)} already registered as ${goQuote(typeOf(point))}`);
  return [...own.filter((name) => here.includes(name)), ...others, ...own.filter((name) => !here.includes(name))];
}

/** Returns the Go interface: `ScorePlugin`. */
function typeOf(point: ExtensionPoint): string {
  return `${point.charAt(0).toUpperCase()}${point.slice(1)}Plugin`;
}
