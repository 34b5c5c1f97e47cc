import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { PodSecurityContext, SecurityContext } from '@klockwork/kubernetes-types';
import { type PodSpec, placedContainers } from '../pod-spec.ts';

type PodContextField = keyof PodSecurityContext | 'supplementalGroupsPolicy' | 'seLinuxChangePolicy';

const NOT_WITH_USERS = 'when `hostUsers` is false';
const LINUX_ONLY = 'cannot be set for a windows pod';
const WINDOWS_ONLY = 'windows options cannot be set for a linux pod';
// In upstream's order: some pod fields precede other fields of its security context.
const POD_CONTEXT_BEFORE: readonly PodContextField[] = ['appArmorProfile', 'seLinuxOptions'];
const HOST_FIELDS: readonly (keyof PodSpec)[] = ['hostUsers', 'hostPID', 'hostIPC'];
const POD_CONTEXT_BETWEEN: readonly PodContextField[] = ['seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls'];
const POD_CONTEXT_AFTER: readonly PodContextField[] = [
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];
const CONTAINER_CONTEXT_OF_LINUX: readonly (keyof SecurityContext)[] = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

/** Refuses fields forbidden by `os.name`. Models `validateOS`, `validateLinux` and `validateWindows`. */
export function validateOperatingSystem(spec: PodSpec, path: string): FieldError[] {
  if (!spec.os) return [];
  switch (spec.os.name) {
    case 'linux':
      return validateLinux(spec, path);
    case 'windows':
      return validateWindows(spec, path);
    case '':
    case undefined:
      return [fieldErrors.required(`${path}.os.name`)];
    default:
      return [fieldErrors.notSupported(`${path}.os`, spec.os.name, ['linux', 'windows'])];
  }
}

/** Requires all or no containers to be Windows host processes, on the host network. Models `validateWindowsHostProcessPod`. */
export function validateHostProcess(spec: PodSpec, path: string): FieldError[] {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = placedContainers(spec, path);
  const errors: FieldError[] = [];
  let onHost = 0;
  for (const { container, path: containerPath } of containers) {
    const ofContainer = container.securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && ofContainer !== undefined && ofPod !== ofContainer) {
      const problem = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      errors.push(fieldErrors.invalid(`${containerPath}.securityContext.windowsOptions.hostProcess`, ofContainer, problem));
    }
    if (ofContainer ?? ofPod) onHost += 1;
  }
  if (onHost === 0) return errors;
  if (onHost !== containers.length) {
    const problem = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
    errors.push(fieldErrors.invalid(path, '', problem));
  }
  if (!spec.hostNetwork) {
    const problem = 'hostNetwork must be true if pod contains any hostProcess containers';
    errors.push(fieldErrors.invalid(`${path}.hostNetwork`, false, problem));
  }
  return errors;
}

/** A pod with users of its own shares no other namespace with the host. Models `validateHostUsers`. */
export function validateHostUsers(spec: PodSpec, path: string): FieldError[] {
  if (spec.hostUsers !== false) return [];
  // The last two names are spelled so upstream.
  const sharedNamespaces: [boolean | undefined, string][] = [
    [spec.hostNetwork, 'hostNetwork'],
    [spec.hostPID, 'HostPID'],
    [spec.hostIPC, 'HostIPC'],
  ];
  const fields = sharedNamespaces.filter(([given]) => given).map(([, field]) => `${path}.${field}`);
  const devices = placedContainers(spec, path).filter(({ container }) => container.volumeDevices?.length);
  return [...fields, ...devices.map((container) => `${container.path}.volumeDevices`)].map((field) =>
    fieldErrors.forbidden(field, NOT_WITH_USERS),
  );
}

function validateLinux(spec: PodSpec, path: string): FieldError[] {
  const contexts = [
    { context: spec.securityContext as SecurityContext | undefined, path },
    ...placedContainers(spec, path).map(({ container, path: at }) => ({ context: container.securityContext, path: at })),
  ];
  return contexts
    .filter(({ context }) => context?.windowsOptions !== undefined)
    .map(({ path: at }) => fieldErrors.forbidden(`${at}.securityContext.windowsOptions`, WINDOWS_ONLY));
}

function validateWindows(spec: PodSpec, path: string): FieldError[] {
  const fields = [
    ...setFields(spec.securityContext, POD_CONTEXT_BEFORE, `${path}.securityContext`),
    ...setFields({ hostUsers: spec.hostUsers, hostPID: spec.hostPID || undefined, hostIPC: spec.hostIPC || undefined }, HOST_FIELDS, path),
    ...setFields(spec.securityContext, POD_CONTEXT_BETWEEN, `${path}.securityContext`),
    ...setFields(spec, ['shareProcessNamespace'], path),
    ...setFields(spec.securityContext, POD_CONTEXT_AFTER, `${path}.securityContext`),
    ...placedContainers(spec, path).flatMap(({ container, path: at }) =>
      setFields(container.securityContext, CONTAINER_CONTEXT_OF_LINUX, `${at}.securityContext`),
    ),
  ];
  return fields.map((field) => fieldErrors.forbidden(field, LINUX_ONLY));
}

function setFields(context: object | undefined, fields: readonly string[], path: string): string[] {
  const values = (context ?? {}) as Record<string, unknown>;
  return fields.filter((field) => values[field] !== undefined).map((field) => `${path}.${field}`);
}
