import {
  configMapKey,
  dns1123Label,
  dns1123Subdomain,
  envVarName,
  type FieldError,
  fieldErrors,
  qualifiedName,
} from '@klockwork/api-machinery';
import type { EnvFromSource, EnvVar, FileKeySelector, ObjectFieldSelector, ResourceFieldSelector } from '@klockwork/kubernetes-types';
import type { PlacedContainer, Volume } from '../pod-spec.ts';
import { checkFormat, checkName, checkNoBacksteps, checkPresent } from './field-checks.ts';

const ENV_FIELD_PATHS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** Pod fields available to files of a downwardAPI volume. */
export const VOLUME_FIELD_PATHS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
/** Field paths known to the conversion; others are reported as unsupported field labels. */
const KNOWN_FIELD_PATHS = new Set([...ENV_FIELD_PATHS, ...VOLUME_FIELD_PATHS, 'spec.restartPolicy', 'spec.schedulerName', 'status.phase']);
const RESOURCE_FIELDS = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
const BYTE_DIVISOR_RULE = `only divisor's values ${BYTE_DIVISORS.join(', ')} are supported with the`;
const ENV_SOURCES = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
const ONE_SOURCE = 'may not have more than one field specified at a time';

/** Models `ValidateEnv`. */
export function validateEnv(variables: readonly EnvVar[], path: string): FieldError[] {
  return variables.flatMap((variable, index) => [
    ...checkName(`${path}[${index}].name`, variable.name, envVarName),
    ...validateValueFrom(variable, `${path}[${index}].valueFrom`),
  ]);
}

/** Requires writable, existing volumes for files with variables. */
export function validateFileVolumes(containers: readonly PlacedContainer[], volumes: ReadonlyMap<string, Volume>): FieldError[] {
  return containers.flatMap(({ container, path }) =>
    (container.env ?? []).flatMap(({ valueFrom }, index) => {
      const name = valueFrom?.fileKeyRef?.volumeName;
      return name ? validateFileVolume(name, volumes.get(name), `${path}.env[${index}].valueFrom.fileKeyRef.volumeName`) : [];
    }),
  );
}

/** Models `ValidateEnvFrom`. */
export function validateEnvFrom(sources: readonly EnvFromSource[], path: string): FieldError[] {
  return sources.flatMap((source, index) => validateEnvSource(source, `${path}[${index}]`, path));
}

/** Validates a reference to a pod field. Models `validateObjectFieldSelector`. */
export function validateFieldRef(ref: ObjectFieldSelector, choices: readonly string[], path: string): FieldError[] {
  if (!ref.apiVersion) return [fieldErrors.required(`${path}.apiVersion`)];
  if (!ref.fieldPath) return [fieldErrors.required(`${path}.fieldPath`)];
  const subscriptedMatch = /^(.*)\['(.*)'\]$/.exec(ref.fieldPath);
  const field = subscriptedMatch ? (subscriptedMatch[1] as string) : ref.fieldPath;
  if (!KNOWN_FIELD_PATHS.has(field)) {
    const problem = `error converting fieldPath: field label not supported: ${ref.fieldPath}`;
    return [fieldErrors.invalid(`${path}.fieldPath`, ref.fieldPath, problem)];
  }
  if (subscriptedMatch) return validateSubscript(field, subscriptedMatch[2] as string, path);
  return choices.includes(field) ? [] : [fieldErrors.notSupported(`${path}.fieldPath`, field, choices)];
}

/** Validates a reference to a container resource. Models `validateContainerResourceFieldSelector`. */
export function validateResourceFieldRef(ref: ResourceFieldSelector, path: string, inVolume: boolean): FieldError[] {
  const errors = validateResourceField(ref, path, inVolume);
  return [...errors, ...validateDivisor(ref.resource, ref.divisor ?? '0', path)];
}

function validateSubscript(field: string, subscript: string, path: string): FieldError[] {
  if (field === 'metadata.annotations') return checkFormat(path, subscript.toLowerCase(), qualifiedName);
  if (field === 'metadata.labels') return checkFormat(path, subscript, qualifiedName);
  return [fieldErrors.invalid(path, field, 'does not support subscript')];
}

function validateResourceField(ref: ResourceFieldSelector, path: string, inVolume: boolean): FieldError[] {
  if (inVolume && !ref.containerName) return [fieldErrors.required(`${path}.containerName`)];
  if (!ref.resource) return [fieldErrors.required(`${path}.resource`)];
  if (RESOURCE_FIELDS.includes(ref.resource) || /^(requests|limits)\.hugepages-/.test(ref.resource)) return [];
  return [fieldErrors.notSupported(`${path}.resource`, ref.resource, RESOURCE_FIELDS)];
}

function validateDivisor(resource: string, divisor: string, path: string): FieldError[] {
  if (divisor === '0') return [];
  const [, name = ''] = /^(?:requests|limits)\.(.*)$/.exec(resource) ?? [];
  const refuse = (rule: string) => [fieldErrors.invalid(`${path}.divisor`, resource, rule)];
  if (name === 'cpu') {
    return ['1m', '1'].includes(divisor) ? [] : refuse("only divisor's values 1m and 1 are supported with the cpu resource");
  }
  if (BYTE_DIVISORS.includes(divisor)) return [];
  if (name === 'memory') return refuse(`${BYTE_DIVISOR_RULE} memory resource`);
  if (name === 'ephemeral-storage') return refuse(`${BYTE_DIVISOR_RULE} local ephemeral storage resource`);
  return name.startsWith('hugepages-') ? refuse(`${BYTE_DIVISOR_RULE} hugepages resource`) : [];
}

function validateValueFrom(variable: EnvVar, path: string): FieldError[] {
  const from = variable.valueFrom;
  if (!from) return [];
  const errors: FieldError[] = [];
  if (from.fieldRef) errors.push(...validateFieldRef(from.fieldRef, ENV_FIELD_PATHS, `${path}.fieldRef`));
  if (from.resourceFieldRef) errors.push(...validateResourceFieldRef(from.resourceFieldRef, `${path}.resourceFieldRef`, false));
  if (from.configMapKeyRef) errors.push(...validateKeyRef(from.configMapKeyRef, `${path}.configMapKeyRef`));
  if (from.secretKeyRef) errors.push(...validateKeyRef(from.secretKeyRef, `${path}.secretKeyRef`));
  if (from.fileKeyRef) errors.push(...validateFileKey(from.fileKeyRef, `${path}.fileKeyRef`));
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = from;
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(Boolean).length;
  if (sources === 0) errors.push(fieldErrors.invalid(path, '', ENV_SOURCES));
  else if (variable.value) errors.push(fieldErrors.invalid(path, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(fieldErrors.invalid(path, '', ONE_SOURCE));
  return errors;
}

function validateFileVolume(name: string, volume: Volume | undefined, path: string): FieldError[] {
  if (volume === undefined) return [fieldErrors.notFound(path, name)];
  return volume.emptyDir ? [] : [fieldErrors.invalid(path, name, 'referenced volume must be of type emptyDir')];
}

function validateKeyRef(ref: { name?: string; key: string }, path: string): FieldError[] {
  return [...checkFormat(`${path}.name`, ref.name ?? '', dns1123Subdomain), ...checkName(`${path}.key`, ref.key, configMapKey)];
}

/** Validates a key in a file of a volume. Models `validateFileKeySelector`. */
function validateFileKey({ key, volumeName, path }: FileKeySelector, at: string): FieldError[] {
  return [
    ...checkName(`${at}.key`, key, envVarName),
    ...checkName(`${at}.volumeName`, volumeName, dns1123Label),
    ...(path ? checkNoBacksteps(`${at}.path`, path) : checkPresent(`${at}.path`, path)),
  ];
}

// Upstream reports the number of sources at the list, not at its element.
function validateEnvSource(source: EnvFromSource, path: string, listPath: string): FieldError[] {
  const errors = source.prefix ? checkFormat(`${path}.prefix`, source.prefix, envVarName) : [];
  if (source.configMapRef) errors.push(...checkReferenceName(source.configMapRef.name, `${path}.configMapRef.name`));
  if (source.secretRef) errors.push(...checkReferenceName(source.secretRef.name, `${path}.secretRef.name`));
  const sources = [source.configMapRef, source.secretRef].filter(Boolean).length;
  if (sources === 0) errors.push(fieldErrors.invalid(listPath, '', 'must specify one of: `configMapRef` or `secretRef`'));
  else if (sources > 1) errors.push(fieldErrors.invalid(listPath, '', ONE_SOURCE));
  return errors;
}

function checkReferenceName(name: string | undefined, path: string): FieldError[] {
  return name ? checkFormat(path, name, dns1123Subdomain) : checkPresent(path, name);
}
