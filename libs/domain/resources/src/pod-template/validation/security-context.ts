import { type FieldError, fieldErrors, inRange } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import type { AppArmorProfile, PodSecurityContext, SeccompProfile, SecurityContext, Sysctl } from '@klockwork/kubernetes-types';
import { internalValue } from '../../internal-diff/internal-diff.ts';
import type { PodSpec } from '../pod-spec.ts';
import { checkDescendingPath, checkFormat, checkSupported } from './field-checks.ts';
import { validateWindowsOptions } from './windows-options.ts';

const ID_MAX = 2 ** 31 - 1;
/** Linux' limit, which includes the final zero byte, minus 1. */
const PATH_BYTES_MAX = 4095;
const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const GROUP_CHANGE_POLICIES = ['Always', 'OnRootMismatch'];
const SUPPLEMENTAL_GROUPS_POLICIES = ['Merge', 'Strict'];
const SELINUX_CHANGE_POLICIES = ['MountOption', 'Recursive'];
const PROC_MOUNTS = ['Default', 'Unmasked'];
const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;
const SYSCTL_LENGTH_MAX = 253;
const IPC_SYSCTL = /^(kernel[./]shm|kernel[./]msg|fs[./]mqueue[./]|kernel[./]sem$)/;

/** Models `validatePodSpecSecurityContext`. */
export function validatePodSecurityContext(spec: PodSpec, path: string): FieldError[] {
  const context = spec.securityContext;
  if (!context) return [];
  return [
    ...checkId(`${path}.fsGroup`, context.fsGroup),
    ...checkId(`${path}.runAsUser`, context.runAsUser),
    ...checkId(`${path}.runAsGroup`, context.runAsGroup),
    ...(context.supplementalGroups ?? []).flatMap((group, index) => checkId(`${path}.supplementalGroups[${index}]`, group)),
    ...validateProcessNamespace(spec, path),
    ...validateSysctls(context, spec, `${path}.sysctls`),
    ...checkSupported(`${path}.fsGroupChangePolicy`, context.fsGroupChangePolicy, GROUP_CHANGE_POLICIES),
    ...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`),
    ...validateWindowsOptions(context.windowsOptions, `${path}.windowsOptions`),
    ...validateAppArmor(context.appArmorProfile, `${path}.appArmorProfile`),
    ...checkSupported(`${path}.supplementalGroupsPolicy`, context.supplementalGroupsPolicy, SUPPLEMENTAL_GROUPS_POLICIES),
    ...checkSupported(`${path}.seLinuxChangePolicy`, context.seLinuxChangePolicy, SELINUX_CHANGE_POLICIES),
  ];
}

/** Validates a container's context. `hostUsers`: false for a pod with a user namespace. Models `ValidateSecurityContext`. */
export function validateSecurityContext(context: SecurityContext | undefined, hostUsers: boolean, path: string): FieldError[] {
  if (!context) return [];
  return [
    ...checkId(`${path}.runAsUser`, context.runAsUser),
    ...checkId(`${path}.runAsGroup`, context.runAsGroup),
    ...validateProcMount(context.procMount, hostUsers, `${path}.procMount`),
    ...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`),
    ...validateEscalation(context, path),
    ...validateWindowsOptions(context.windowsOptions, `${path}.windowsOptions`),
    ...validateAppArmor(context.appArmorProfile, `${path}.appArmorProfile`),
  ];
}

function checkId(path: string, id: number | undefined): FieldError[] {
  return id === undefined || id === null ? [] : checkFormat(path, id, (value) => inRange(value, 0, ID_MAX));
}

function validateProcessNamespace(spec: PodSpec, path: string): FieldError[] {
  if (!spec.hostPID || !spec.shareProcessNamespace) return [];
  const problem = 'ShareProcessNamespace and HostPID cannot both be enabled';
  return [fieldErrors.invalid(`${path}.shareProcessNamespace`, true, problem)];
}

function validateSysctls(context: PodSecurityContext, spec: PodSpec, path: string): FieldError[] {
  const names = new Set<string>();
  return (context.sysctls ?? []).flatMap((sysctl, index) => {
    const errors = [
      ...validateSysctlName(sysctl, names, `${path}[${index}].name`),
      ...validateHostSysctl(sysctl, spec, `${path}[${index}].name`),
    ];
    names.add(sysctl.name);
    return errors;
  });
}

function validateSysctlName({ name }: Sysctl, names: ReadonlySet<string>, path: string): FieldError[] {
  if (!name) return [fieldErrors.required(path)];
  if (name.length > SYSCTL_LENGTH_MAX || !new RegExp(SYSCTL).test(name)) {
    return [fieldErrors.invalid(path, name, `must have at most ${SYSCTL_LENGTH_MAX} characters and match regex ${SYSCTL}`)];
  }
  return names.has(name) ? [fieldErrors.duplicate(path, name)] : [];
}

function validateHostSysctl({ name }: Sysctl, spec: PodSpec, path: string): FieldError[] {
  if (spec.hostNetwork && /^net[./]/.test(name)) {
    return [fieldErrors.invalid(path, name, "may not be specified when 'hostNetwork' is true")];
  }
  if (spec.hostIPC && IPC_SYSCTL.test(name)) return [fieldErrors.invalid(path, name, "may not be specified when 'hostIPC' is true")];
  return [];
}

function validateProcMount(procMount: string | undefined, hostUsers: boolean, path: string): FieldError[] {
  const errors = checkSupported(path, procMount, PROC_MOUNTS);
  if (!hostUsers || procMount !== 'Unmasked') return errors;
  return [...errors, fieldErrors.invalid(path, procMount, '`hostUsers` must be false to use `Unmasked`')];
}

function validateEscalation(context: SecurityContext, path: string): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const errors: FieldError[] = [];
  const refuse = (problem: string) => errors.push(fieldErrors.invalid(path, internalValue('SecurityContext', context), problem));
  if (context.privileged) refuse('cannot set `allowPrivilegeEscalation` to false and `privileged` to true');
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
    refuse('cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN');
  }
  return errors;
}

function validateSeccomp(profile: SeccompProfile | undefined, path: string): FieldError[] {
  if (!profile) return [];
  const errors = profile.type
    ? checkSupported(`${path}.type`, profile.type, PROFILE_TYPES)
    : [fieldErrors.required(`${path}.type`, 'type is required when seccompProfile is set')];
  const { localhostProfile } = profile;
  if (profile.type !== 'Localhost') {
    if (localhostProfile === undefined) return errors;
    const profileText = internalValue('SeccompProfile', profile);
    return [...errors, fieldErrors.invalid(`${path}.localhostProfile`, profileText, 'can only be set when seccomp type is Localhost')];
  }
  if (localhostProfile !== undefined) return [...errors, ...checkDescendingPath(`${path}.localhostProfile`, localhostProfile)];
  return [...errors, fieldErrors.required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost')];
}

/** Models `ValidateAppArmorProfileField`. */
export function validateAppArmor(profile: AppArmorProfile | undefined, path: string): FieldError[] {
  if (!profile) return [];
  if (!profile.type) return [fieldErrors.required(`${path}.type`, 'type is required when appArmorProfile is set')];
  if (!PROFILE_TYPES.includes(profile.type)) return [fieldErrors.notSupported(`${path}.type`, profile.type, PROFILE_TYPES)];
  const { localhostProfile } = profile;
  const at = `${path}.localhostProfile`;
  if (profile.type !== 'Localhost') {
    return localhostProfile === undefined
      ? []
      : [fieldErrors.invalid(at, localhostProfile, 'can only be set when AppArmor type is Localhost')];
  }
  if (!localhostProfile) return [fieldErrors.required(at, 'must be set when AppArmor type is Localhost')];
  return [
    ...(localhostProfile.trim() === localhostProfile
      ? []
      : [fieldErrors.invalid(at, localhostProfile, 'must not be padded with whitespace')]),
    ...(utf8Length(localhostProfile) > PATH_BYTES_MAX ? [fieldErrors.tooLong(at, PATH_BYTES_MAX)] : []),
  ];
}
