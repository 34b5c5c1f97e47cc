import { type FieldError, fieldErrors, goQuote } from '@klockwork/api-machinery';
import { type PodSpec, placedContainers } from '../pod-spec.ts';
import { checkDescendingPath } from './field-checks.ts';

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const SECCOMP_PROFILES = ['runtime/default', 'docker/default', 'unconfined'];
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const APP_ARMOR_PROFILES = ['', 'runtime/default', 'unconfined'];
const OF_NODE = 'localhost/';

/** The annotations that named security profiles before there were fields. Models `ValidateSeccompPodAnnotations` and `ValidateAppArmorPodAnnotations`. */
export function validateProfiles(annotations: Readonly<Record<string, string>> = {}, spec: PodSpec, path: string): FieldError[] {
  const names = new Set(placedContainers(spec, '').map(({ container }) => container.name));
  const entries = Object.entries(annotations);
  return [
    ...entries.filter(([key]) => key === SECCOMP_POD).flatMap(([key, profile]) => validateSeccomp(profile, `${path}.${key}`)),
    ...entries.filter(([key]) => key.startsWith(SECCOMP_CONTAINER)).flatMap(([key, profile]) => validateSeccomp(profile, `${path}.${key}`)),
    ...entries
      .filter(([key]) => key.startsWith(APP_ARMOR))
      .flatMap(([key, profile]) => validateAppArmor(key.slice(APP_ARMOR.length), profile, names, `${path}[${key}]`)),
  ];
}

function validateSeccomp(profile: string, path: string): FieldError[] {
  if (SECCOMP_PROFILES.includes(profile)) return [];
  if (profile.startsWith(OF_NODE)) return checkDescendingPath(path, profile.slice(OF_NODE.length));
  return [fieldErrors.invalid(path, profile, 'must be a valid seccomp profile')];
}

function validateAppArmor(container: string, profile: string, names: ReadonlySet<string>, path: string): FieldError[] {
  const known = APP_ARMOR_PROFILES.includes(profile) || profile.startsWith(OF_NODE);
  return [
    ...(names.has(container) ? [] : [fieldErrors.invalid(path, container, 'container not found')]),
    ...(known ? [] : [fieldErrors.invalid(path, profile, `invalid AppArmor profile name: ${goQuote(profile)}`)]),
  ];
}
