import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { PodSpec } from '../pod-spec.ts';
import { APP_ARMOR_OF_CONTAINER } from '../profile-names.ts';
import { validateProfiles } from './profile-annotations.ts';

type Annotations = Readonly<Record<string, string>>;

/** Annotation of the API's copy of a static pod. */
export const MIRROR_POD = 'kubernetes.io/config.mirror';
/** Annotation with a pod's rank for deletion by a ReplicaSet. */
const POD_DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

const INT32_MAX = 2 ** 31 - 1;

/** Models `ValidatePodSpecificAnnotations`. */
export function validatePodAnnotations(annotations: Annotations | undefined, spec: PodSpec, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const mirror = annotations?.[MIRROR_POD];
  if (mirror !== undefined && !spec.nodeName) {
    errors.push(fieldErrors.invalid(`${path}[${MIRROR_POD}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set'));
  }
  const cost = annotations?.[POD_DELETION_COST];
  if (cost !== undefined && !isInt32(cost)) {
    errors.push(fieldErrors.invalid(`${path}[${POD_DELETION_COST}]`, cost, 'must be a 32bit integer'));
  }
  return [...errors, ...validateProfiles(annotations, spec, path)];
}

/** Keeps mirror and AppArmor annotations unchanged. Models `ValidatePodSpecificAnnotationUpdates`. */
export function validatePodAnnotationUpdate(next: Annotations | undefined, previous: Annotations | undefined, path: string): FieldError[] {
  const changedNames = Object.keys(previous ?? {}).filter((key) => next?.[key] !== previous?.[key]);
  const addedNames = Object.keys(next ?? {}).filter((key) => previous?.[key] === undefined);
  return [...changedNames.map((key) => [key, 'remove or update']), ...addedNames.map((key) => [key, 'add'])].flatMap(([key = '', verb]) => {
    const what = key === MIRROR_POD ? 'mirror pod annotation' : key.startsWith(APP_ARMOR_OF_CONTAINER) ? 'AppArmor annotations' : undefined;
    return what === undefined ? [] : [fieldErrors.forbidden(`${path}[${key}]`, `may not ${verb} ${what}`)];
  });
}

function isInt32(text: string): boolean {
  // Refuses plus signs and leading zeros, so that each number has one text.
  if (!/^(0|-?[1-9][0-9]*)$/.test(text)) return false;
  const value = Number(text);
  return value <= INT32_MAX && value >= -INT32_MAX - 1;
}
