import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { placedContainers } from '../pod-template/pod-spec.ts';
import { APP_ARMOR_OF_CONTAINER, LOCALHOST_PROFILE, SECCOMP_OF_CONTAINER, SECCOMP_OF_POD } from '../pod-template/profile-names.ts';
import type { Pod } from './pod.ts';

/** Profile of either kind, as in the field. */
interface Profile {
  readonly type: string;
  readonly localhostProfile?: string;
}

/** Annotation values of profiles by type; local ones also have a name. */
interface Naming {
  readonly word: 'seccomp' | 'apparmor';
  readonly byType: Readonly<Record<string, readonly string[]>>;
}

const SECCOMP: Naming = {
  word: 'seccomp',
  byType: { Unconfined: ['unconfined'], RuntimeDefault: ['runtime/default', 'docker/default'] },
};
const APP_ARMOR: Naming = { word: 'apparmor', byType: { Unconfined: ['unconfined'], RuntimeDefault: ['runtime/default'] } };

/**
 * Requires equal profiles in annotation and field of a new pod. Models `validateSeccompAnnotationsAndFields` and
 * `validateAppArmorAnnotationsAndFieldsMatchOnCreate`.
 */
export function validateProfilesAgree({ metadata, spec }: Pod): FieldError[] {
  const annotations = metadata?.annotations;
  if (annotations === undefined || spec === undefined) return [];
  const containers = placedContainers(spec, 'spec');
  const { seccompProfile, appArmorProfile } = spec.securityContext ?? {};
  return [
    ...disagreements(seccompProfile, annotations[SECCOMP_OF_POD], SECCOMP, 'spec.securityContext.seccompProfile'),
    ...containers.flatMap(({ container: { name, securityContext }, path }) =>
      disagreements(
        securityContext?.seccompProfile,
        annotations[`${SECCOMP_OF_CONTAINER}${name}`],
        SECCOMP,
        `${path}.securityContext.seccompProfile`,
      ),
    ),
    ...(spec.os?.name === 'windows' ? [] : containers).flatMap(({ container: { name, securityContext }, path }) =>
      disagreements(
        securityContext?.appArmorProfile ?? appArmorProfile,
        annotations[`${APP_ARMOR_OF_CONTAINER}${name}`],
        APP_ARMOR,
        `${path}.securityContext.appArmorProfile`,
      ),
    ),
  ];
}

function disagreements(profile: Profile | undefined, annotation: string | undefined, { word, byType }: Naming, path: string): FieldError[] {
  if (!profile || annotation === undefined) return [];
  const ofType = fieldErrors.forbidden(`${path}.type`, `${word} type in annotation and field must match`);
  if (profile.type !== 'Localhost') {
    const names = byType[profile.type];
    return names === undefined || names.includes(annotation) ? [] : [ofType];
  }
  if (!annotation.startsWith(LOCALHOST_PROFILE)) return [ofType];
  if (profile.localhostProfile === annotation.slice(LOCALHOST_PROFILE.length)) return [];
  return [fieldErrors.forbidden(`${path}.localhostProfile`, `${word} profile in annotation and field must match`)];
}
