import { type FieldError, fieldErrors, validateAnnotations, validateLabels } from '@klockwork/api-machinery';
import type { EphemeralVolumeSource, PersistentVolumeClaimTemplate } from '@klockwork/kubernetes-types';
import { validateClaimSpec } from '../../persistent-volume-claim/claim-spec.validation.ts';

/** Fields forbidden in claim templates, in the order and with names of Go's fields. */
const NOT_FOR_TEMPLATES: readonly (readonly [field: string, name: string])[] = [
  ...['name', 'generateName', 'namespace', 'selfLink'].map((field) => [field, field] as const),
  ['uid', 'uID'],
  ...['resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'].map(
    (field) => [field, field] as const,
  ),
  ...['ownerReferences', 'finalizers', 'managedFields'].map((field) => [field, field] as const),
];

/** Validates an ephemeral volume. Models `validateEphemeralVolumeSource`. */
export function validateEphemeralVolume({ volumeClaimTemplate: template }: EphemeralVolumeSource, path: string): FieldError[] {
  const at = `${path}.volumeClaimTemplate`;
  if (!template) return [fieldErrors.required(at)];
  return [...validateTemplateMetadata(template.metadata, `${at}.metadata`), ...validateClaimSpec(template.spec ?? {}, `${at}.spec`)];
}

/** Models `ValidateTemplateObjectMeta`. */
function validateTemplateMetadata(metadata: PersistentVolumeClaimTemplate['metadata'] = {}, path: string): FieldError[] {
  const fields = metadata as Readonly<Record<string, unknown>>;
  return [
    ...validateAnnotations(metadata.annotations, `${path}.annotations`),
    ...validateLabels(metadata.labels, `${path}.labels`),
    ...NOT_FOR_TEMPLATES.filter(([field]) => fields[field]).map(([, name]) => fieldErrors.forbidden(`${path}.${name}`, 'cannot be set')),
  ];
}
