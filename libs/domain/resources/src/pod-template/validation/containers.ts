import { dns1123Label, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { ContainerResizePolicy, EphemeralContainer } from '@klockwork/kubernetes-types';
import { type Container, isSidecar, type PodSpec } from '../pod-spec.ts';
import { hostPortConflicts, validateContainerPorts } from './container-ports.ts';
import { validateEnv, validateEnvFrom } from './env.ts';
import { checkChoice, checkName, checkPresent } from './field-checks.ts';
import { validateHooksAndProbes } from './handlers.ts';
import { validateResources } from './resources.ts';
import { validateContainerRestart, validateInitRestart } from './restart-policy.ts';
import { validateSecurityContext } from './security-context.ts';
import { validateVolumeDevices, validateVolumeMounts } from './volume-mounts.ts';
import type { VolumesByName } from './volumes.ts';

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const RESIZABLE = ['cpu', 'memory'];
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer'];
const NOT_FOR_INIT = 'may not be set for init containers without restartPolicy=Always';
const NOT_FOR_EPHEMERAL = 'cannot be set for an Ephemeral Container';
const SIDECAR_FIELDS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;
// In the order of Go's fields.
const EPHEMERAL_FORBIDS = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

/** Parts of a pod that containers refer to. */
export interface ContainerSurroundings {
  readonly spec: PodSpec;
  readonly volumes: VolumesByName;
  readonly claimNames: ReadonlySet<string>;
}

/** Models `validateContainers`. */
export function validateContainers(around: ContainerSurroundings, path: string): FieldError[] {
  const containers = around.spec.containers ?? [];
  if (containers.length === 0) return [fieldErrors.required(path)];
  const names = new Set<string>();
  const errors = containers.flatMap((container, index) => {
    const at = `${path}[${index}]`;
    return [
      ...validateCommon(container, around, at),
      ...claimName(container.name, names, at),
      ...validateHooksAndProbes(container, around.spec.terminationGracePeriodSeconds, at),
      ...validateContainerRestart(container, at),
    ];
  });
  return [...errors, ...hostPortConflicts(containers, path)];
}

/** Models `validateInitContainers`. */
export function validateInitContainers(around: ContainerSurroundings, path: string): FieldError[] {
  const names = new Set((around.spec.containers ?? []).map(({ name }) => name));
  return (around.spec.initContainers ?? []).flatMap((container, index) => {
    const at = `${path}[${index}]`;
    return [
      ...validateCommon(container, around, at),
      ...validateInitRestart(container, at),
      ...(container.name ? claimName(container.name, names, at) : []),
      ...hostPortConflicts([container], path),
      ...validateInitOnly(container, around.spec.terminationGracePeriodSeconds, at),
    ];
  });
}

/** Models `validateEphemeralContainers`. */
export function validateEphemeralContainers(around: ContainerSurroundings, path: string): FieldError[] {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = around.spec;
  const targets = new Set([...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name));
  const names = new Set(targets);
  return (ephemeralContainers ?? []).flatMap((container, index) => {
    const at = `${path}[${index}]`;
    const target = container.targetContainerName;
    return [
      ...validateCommon(container, around, at),
      ...validateImageTrimmed(container, at),
      ...claimName(container.name, names, at),
      ...(target && !targets.has(target) ? [fieldErrors.notFound(`${at}.targetContainerName`, target)] : []),
      ...validateEphemeralOnly(container, at),
    ];
  });
}

/** Applies to containers of pods, not of templates. Models `validateContainersOnlyForPod`. */
export function validateImagesTrimmed(containers: readonly Container[] | undefined, path: string): FieldError[] {
  return (containers ?? []).flatMap((container, index) => validateImageTrimmed(container, `${path}[${index}]`));
}

function validateCommon(container: Container, { spec, volumes, claimNames }: ContainerSurroundings, path: string): FieldError[] {
  return [
    ...checkName(`${path}.name`, container.name, dns1123Label),
    ...checkPresent(`${path}.image`, container.image),
    ...checkChoice(`${path}.terminationMessagePolicy`, container.terminationMessagePolicy, MESSAGE_POLICIES),
    ...validateContainerPorts(container.ports ?? [], `${path}.ports`),
    ...validateEnv(container.env ?? [], `${path}.env`),
    ...validateEnvFrom(container.envFrom ?? [], `${path}.envFrom`),
    ...validateVolumeMounts(container, volumes, `${path}.volumeMounts`),
    ...validateVolumeDevices(container, volumes, `${path}.volumeDevices`),
    ...checkChoice(`${path}.imagePullPolicy`, container.imagePullPolicy, PULL_POLICIES),
    ...validateResources(container.resources, claimNames, `${path}.resources`),
    ...validateResizePolicy(container.resizePolicy ?? [], spec.restartPolicy, `${path}.resizePolicy`),
    ...validateSecurityContext(container.securityContext, spec.hostUsers !== false, `${path}.securityContext`),
  ];
}

function claimName(name: string, names: Set<string>, path: string): FieldError[] {
  if (names.has(name)) return [fieldErrors.duplicate(`${path}.name`, name)];
  names.add(name);
  return [];
}

function validateInitOnly(container: Container, gracePeriod: number | undefined, path: string): FieldError[] {
  if (isSidecar(container)) return validateHooksAndProbes(container, gracePeriod, path);
  return SIDECAR_FIELDS.filter((field) => container[field]).map((field) => fieldErrors.forbidden(`${path}.${field}`, NOT_FOR_INIT));
}

function validateEphemeralOnly(container: EphemeralContainer & Container, path: string): FieldError[] {
  const fields = EPHEMERAL_FORBIDS.filter((field) => isSet(container[field])).map((field) => `${path}.${field}`);
  const mounts = (container.volumeMounts ?? []).flatMap(({ subPath, subPathExpr }, index) => [
    ...(subPath ? [`${path}.volumeMounts[${index}].subPath`] : []),
    ...(subPathExpr ? [`${path}.volumeMounts[${index}].subPathExpr`] : []),
  ]);
  return [...fields, ...mounts].map((field) => fieldErrors.forbidden(field, NOT_FOR_EPHEMERAL));
}

// Defaults leave `resources: {}` behind, which is as good as absent.
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'object' && Object.keys(value).length === 0);
}

function validateImageTrimmed({ image = '' }: Container, path: string): FieldError[] {
  if (image.trim() === image) return [];
  return [fieldErrors.invalid(`${path}.image`, image, 'must not have leading or trailing whitespace')];
}

function validateResizePolicy(
  policies: readonly ContainerResizePolicy[],
  podRestartPolicy: string | undefined,
  path: string,
): FieldError[] {
  const seenNames = new Set<string>();
  return policies.flatMap(({ resourceName, restartPolicy }, index) => {
    const errors = seenNames.has(resourceName) ? [fieldErrors.duplicate(`${path}[${index}]`, resourceName)] : [];
    seenNames.add(resourceName);
    errors.push(...checkChoice(path, resourceName, RESIZABLE), ...checkChoice(path, restartPolicy, RESIZE_POLICIES));
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      errors.push(fieldErrors.invalid(path, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"));
    }
    return errors;
  });
}
