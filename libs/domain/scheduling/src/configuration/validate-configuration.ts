import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { DEFAULT_SCHEDULER_NAME } from '../default-profile.ts';
import type { ArgsInFile, ConfigurationFile, ProfileInFile } from './configuration-file.ts';
import { EXTENSION_POINTS } from './configuration-schema.ts';
import { pluginArgsOf } from './plugin-args-of.ts';
import { DEFAULT_CONFIGURATION } from './scheduler-configuration.ts';
import { ARGS_VALIDATIONS } from './validate-plugin-args.ts';

/** Plugins of former versions. Models `invalidPluginsByVersion`. */
const REMOVED = ['AzureDiskLimits', 'CinderLimits', 'EBSLimits', 'GCEPDLimits'];
const WAS_REMOVED = 'was invalid in version "v1" (KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")';

/** Returns the scheduler names: without profiles, or for the only one, the default name. Models `SetDefaults_KubeSchedulerConfiguration`. */
export function schedulerNames({ profiles = [] }: ConfigurationFile): readonly string[] {
  if (profiles.length === 0) return [DEFAULT_SCHEDULER_NAME];
  const [only] = profiles;
  if (profiles.length === 1) return [only?.schedulerName ?? DEFAULT_SCHEDULER_NAME];
  return profiles.map(({ schedulerName = '' }) => schedulerName);
}

/** Returns upstream's errors. `args`: arguments of each profile. Models `ValidateKubeSchedulerConfiguration`. */
export function validateConfiguration(file: ConfigurationFile, args: readonly ArgsInFile[]): FieldError[] {
  const { parallelism = 16, profiles = [], percentageOfNodesToScore, extenders = [] } = file;
  const initial = file.podInitialBackoffSeconds || DEFAULT_CONFIGURATION.podInitialBackoffSeconds;
  const max = file.podMaxBackoffSeconds || DEFAULT_CONFIGURATION.podMaxBackoffSeconds;
  return [
    ...(parallelism <= 0 ? [fieldErrors.invalid('parallelism', parallelism, 'should be an integer value greater than zero')] : []),
    ...profiles.flatMap((profile, index) => validateProfile(profile, `profiles[${index}]`, args[index] ?? {})),
    ...validateNames(schedulerNames(file)),
    ...validateQueueSort(profiles),
    ...validatePercentage(percentageOfNodesToScore, 'percentageOfNodesToScore'),
    ...(initial <= 0 ? [fieldErrors.invalid('podInitialBackoffSeconds', initial, 'must be greater than 0')] : []),
    ...(max < initial
      ? [fieldErrors.invalid('podMaxBackoffSeconds', max, 'must be greater than or equal to PodInitialBackoffSeconds')]
      : []),
    // A difference to upstream, which would call them.
    ...(extenders.length > 0 ? [fieldErrors.forbidden('extenders', 'Klockwork has no extenders')] : []),
  ];
}

function validateNames(names: readonly string[]): FieldError[] {
  return names.flatMap((name, index) => {
    const path = `profiles[${index}].schedulerName`;
    const first = names.indexOf(name);
    return [
      ...(name === '' ? [fieldErrors.required(path)] : []),
      ...(first < index ? [fieldErrors.duplicate(path, `profiles[${first}].schedulerName`)] : []),
    ];
  });
}

function validatePercentage(value: number | undefined, path: string): FieldError[] {
  return value !== undefined && (value < 0 || value > 100) ? [fieldErrors.invalid(path, value, 'not in valid range [0-100]')] : [];
}

function validateProfile(
  { percentageOfNodesToScore, plugins = {}, pluginConfig = [] }: ProfileInFile,
  path: string,
  args: ArgsInFile,
): FieldError[] {
  const removedErrors = EXTENSION_POINTS.flatMap((point) =>
    (plugins[point]?.enabled ?? []).flatMap(({ name = '' }, index) =>
      REMOVED.includes(name) ? [fieldErrors.invalid(`${path}.plugins.${point}.enabled[${index}]`, name, WAS_REMOVED)] : [],
    ),
  );
  const names = pluginConfig.map(({ name = '' }) => name);
  const configs = names.flatMap((name, index) => [
    ...(names.indexOf(name) < index ? [fieldErrors.duplicate(`${path}.pluginConfig[${index}]`, name)] : []),
    ...(REMOVED.includes(name) ? [fieldErrors.invalid(`${path}.pluginConfig[${index}]`, name, WAS_REMOVED)] : []),
    ...validateArgs(name, args, `${path}.pluginConfig[${index}].args`),
  ]);
  return [...validatePercentage(percentageOfNodesToScore, `${path}.percentageOfNodesToScore`), ...removedErrors, ...configs];
}

/** NodeResourcesFit validates its own arguments at its creation, as upstream. */
function validateArgs(name: string, args: ArgsInFile, path: string): FieldError[] {
  if (name === 'NodeResourcesFit' || !(name in ARGS_VALIDATIONS)) return [];
  const plugin = name as keyof ArgsInFile;
  const validate = ARGS_VALIDATIONS[plugin] as (all: ReturnType<typeof pluginArgsOf>, at: string, given: object) => FieldError[];
  return validate(pluginArgsOf(args), path, args[plugin] ?? {});
}

/** All profiles share one queue. Models `validateCommonQueueSort`. */
function validateQueueSort(profiles: readonly ProfileInFile[]): FieldError[] {
  const [first, ...others] = profiles.map(({ plugins }) => plugins?.queueSort ?? {});
  const count = first?.enabled?.length ?? 0;
  const several =
    count > 1 ? [fieldErrors.invalid('profiles[0].plugins.queueSort.Enabled', count, 'only one queue sort plugin can be enabled')] : [];
  const different = others.flatMap((one, index) =>
    JSON.stringify(one) === JSON.stringify(first)
      ? []
      : [fieldErrors.invalid(`profiles[${index + 1}].plugins.queueSort`, one, 'must be the same for all profiles')],
  );
  return [...several, ...different];
}
