import { type FieldError, fieldErrors, pathSegment } from '@klockwork/api-machinery';
import type { AutoscalingV2CrossVersionObjectReference as CrossVersionObjectReference } from '@klockwork/kubernetes-types';
import { complaints } from '../generic/field-checks.ts';

/** Strictness for an apiVersion of a reference. Models `CrossVersionObjectReferenceValidationOptions`. */
export interface VersionRule {
  /** Allows the core group: `v1`, or an empty apiVersion. */
  readonly mayLackGroup?: boolean;
  /** Allows any existing value. */
  readonly mayBeAnything?: boolean;
}

/** Validates an object reference. Models `ValidateCrossVersionObjectReference`. */
export function validateReference(reference: CrossVersionObjectReference | undefined, path: string, rule: VersionRule): FieldError[] {
  const names = (['kind', 'name'] as const).flatMap((field) => {
    const value = reference?.[field];
    return value ? complaints(value, pathSegment(value), `${path}.${field}`) : [fieldErrors.required(`${path}.${field}`)];
  });
  const problem = versionProblem(reference?.apiVersion ?? '', rule);
  return problem === undefined ? names : [...names, fieldErrors.invalid(`${path}.apiVersion`, reference?.apiVersion ?? '', problem)];
}

/** Why an apiVersion will not do, or undefined. Models `ValidateAPIVersion` and `schema.ParseGroupVersion`. */
export function versionProblem(apiVersion: string, { mayLackGroup = false, mayBeAnything = false }: VersionRule): string | undefined {
  if (mayBeAnything) return undefined;
  const parts = apiVersion.split('/');
  if (parts.length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
  const hasGroup = parts.length === 2 && parts[0] !== '';
  return hasGroup || mayLackGroup ? undefined : 'apiVersion must specify API group';
}
