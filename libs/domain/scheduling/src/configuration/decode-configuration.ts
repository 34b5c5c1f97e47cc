import { aggregateText, DecodeError, decodeJson, strictErrorText } from '@klockwork/api-machinery';
import type { ArgsInFile, ConfigurationFile, ProfileInFile } from './configuration-file.ts';
import { ARGS_SCHEMAS, CONFIGURATION_SCHEMA } from './configuration-schema.ts';
import { ProfileError, profileOf } from './profile-of.ts';
import { DEFAULT_CONFIGURATION, type SchedulerConfiguration } from './scheduler-configuration.ts';
import { schedulerNames, validateConfiguration } from './validate-configuration.ts';

const VERSION = 'kubescheduler.config.k8s.io/v1';
const KIND = 'KubeSchedulerConfiguration';

/** File that is no valid configuration, with upstream's message. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Decodes the JSON text of a KubeSchedulerConfiguration strictly, sets defaults and validates it. Throws {@link ConfigurationError}. Models
 * `cmd/kube-scheduler/app/options/configfile.go`.
 */
export function decodeConfiguration(text: string): SchedulerConfiguration {
  try {
    return configurationOf(decodeFile(text));
  } catch (error) {
    if (error instanceof DecodeError) throw new ConfigurationError(error.message);
    throw error;
  }
}

/** File with the arguments of each profile. */
interface DecodedFile {
  readonly file: ConfigurationFile;
  readonly args: readonly ArgsInFile[];
}

function decodeFile(text: string): DecodedFile {
  const { apiVersion = '', kind = '' } = (decodeJson(text, undefined, { strict: false }).value ?? {}) as Partial<Record<string, string>>;
  if (kind === '') throw new ConfigurationError("Object 'Kind' is missing in the file");
  if (apiVersion === '') throw new ConfigurationError("Object 'apiVersion' is missing in the file");
  if (apiVersion !== VERSION || kind !== KIND) throw new ConfigurationError(`no kind "${kind}" is registered for version "${apiVersion}"`);
  const { value, strictErrors } = decodeJson(text, CONFIGURATION_SCHEMA);
  const file = value as ConfigurationFile;
  const problems = [...strictErrors];
  const args = (file.profiles ?? []).map((profile, index) => decodeArgs(profile, `.profiles[${index}]`, problems));
  if (problems.length > 0) throw new ConfigurationError(strictErrorText(problems));
  return { file, args };
}

/** Arguments of unknown plugins are left alone. Models `decodeNestedObjects`. */
function decodeArgs({ pluginConfig = [] }: ProfileInFile, path: string, problems: string[]): ArgsInFile {
  const args: Record<string, unknown> = {};
  for (const [index, { name = '', args: given }] of pluginConfig.entries()) {
    const schema = ARGS_SCHEMAS.get(name);
    if (schema === undefined || given === undefined || given === null) continue;
    const at = `decoding ${path}.pluginConfig[${index}]: `;
    const { kind } = given as { readonly kind?: unknown };
    if (kind !== undefined && kind !== `${name}Args`)
      throw new ConfigurationError(`${at}args for plugin ${name} were not of type ${name}Args.${GROUP}, got ${String(kind)}.${GROUP}`);
    const json = decoding(`${at}decoding args for plugin ${name}: `, () => decodeJson(JSON.stringify(given), schema));
    if (json.strictErrors.length > 0)
      problems.push(`${at}${strictErrorText([`decoding args for plugin ${name}: ${strictErrorText(json.strictErrors)}`])}`);
    args[name] = json.value;
  }
  return args as ArgsInFile;
}

const GROUP = 'kubescheduler.config.k8s.io';

function decoding<T>(prefix: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) throw new ConfigurationError(`${prefix}${error.message}`);
    throw error;
  }
}

function configurationOf({ file, args }: DecodedFile): SchedulerConfiguration {
  const errors = validateConfiguration(file, args);
  if (errors.length > 0) throw new ConfigurationError(aggregateText(errors));
  const { podInitialBackoffSeconds = 0, podMaxBackoffSeconds = 0, percentageOfNodesToScore = 0 } = file;
  const names = schedulerNames(file);
  const profiles = names.map((schedulerName, index) => {
    const input = { profile: file.profiles?.[index] ?? {}, schedulerName, args: args[index] ?? {}, percentageOfNodesToScore };
    return [schedulerName, creating(schedulerName, () => profileOf(input))] as const;
  });
  return {
    profiles: new Map(profiles),
    podInitialBackoffSeconds: podInitialBackoffSeconds || DEFAULT_CONFIGURATION.podInitialBackoffSeconds,
    podMaxBackoffSeconds: podMaxBackoffSeconds || DEFAULT_CONFIGURATION.podMaxBackoffSeconds,
  };
}

function creating<T>(schedulerName: string, create: () => T): T {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    throw new ConfigurationError(`initializing profiles: creating profile for scheduler name ${schedulerName}: ${error.message}`);
  }
}
