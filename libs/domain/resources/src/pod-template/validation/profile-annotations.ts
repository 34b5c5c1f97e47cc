import { type FieldError, fieldErrors, goQuote } from '@klockwork/api-machinery';
import { type PodSpec, placedContainers } from '../pod-spec.ts';
import { APP_ARMOR_OF_CONTAINER, LOCALHOST_PROFILE, SECCOMP_OF_CONTAINER, SECCOMP_OF_POD } from '../profile-names.ts';
import { checkDescendingPath } from './field-checks.ts';

const SECCOMP_PROFILES = ['runtime/default', 'docker/default', 'unconfined'];
const APP_ARMOR_PROFILES = ['', 'runtime/default', 'unconfined'];

/** The annotations that named security profiles before there were fields. Models `ValidateSeccompPodAnnotations` and `ValidateAppArmorPodAnnotations`. */
export function validateProfiles(annotations: Readonly<Record<string, string>> = {}, spec: PodSpec, path: string): FieldError[] {
  const names = new Set(placedContainers(spec, '').map(({ container }) => container.name));
  const entries = Object.entries(annotations);
  return [
    ...entries.filter(([key]) => key === SECCOMP_OF_POD).flatMap(([key, profile]) => validateSeccomp(profile, `${path}.${key}`)),
    ...entries
      .filter(([key]) => key.startsWith(SECCOMP_OF_CONTAINER))
      .flatMap(([key, profile]) => validateSeccomp(profile, `${path}.${key}`)),
    ...entries
      .filter(([key]) => key.startsWith(APP_ARMOR_OF_CONTAINER))
      .flatMap(([key, profile]) => validateAppArmor(key.slice(APP_ARMOR_OF_CONTAINER.length), profile, names, `${path}[${key}]`)),
  ];
}

function validateSeccomp(profile: string, path: string): FieldError[] {
  if (SECCOMP_PROFILES.includes(profile)) return [];
  if (profile.startsWith(LOCALHOST_PROFILE)) return checkDescendingPath(path, profile.slice(LOCALHOST_PROFILE.length));
  return [fieldErrors.invalid(path, profile, 'must be a valid seccomp profile')];
}

function validateAppArmor(container: string, profile: string, names: ReadonlySet<string>, path: string): FieldError[] {
  const isProfile = APP_ARMOR_PROFILES.includes(profile) || profile.startsWith(LOCALHOST_PROFILE);
  return [
    ...(names.has(container) ? [] : [fieldErrors.invalid(path, container, 'container not found')]),
    ...(isProfile ? [] : [fieldErrors.invalid(path, profile, `invalid AppArmor profile name: ${goQuote(profile)}`)]),
  ];
}
