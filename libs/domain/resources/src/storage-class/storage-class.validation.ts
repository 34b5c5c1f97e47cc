import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateImmutable,
  validateLabelName,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { validateParameters, validateProvisioner } from '../generic/parameters.ts';
import { checkSupported } from '../pod-template/validation/field-checks.ts';
import type { StorageClass } from './storage-class.ts';

const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
/** Immutable fields of a class, with upstream's messages. */
const FIXED = {
  parameters: 'updates to parameters are forbidden.',
  provisioner: 'updates to provisioner are forbidden.',
  reclaimPolicy: 'updates to reclaimPolicy are forbidden.',
} as const;

type Term = NonNullable<StorageClass['allowedTopologies']>[number];
type Requirement = NonNullable<Term['matchLabelExpressions']>[number];

/** Models `ValidateStorageClass` of `pkg/apis/storage/validation/validation.go`. */
export function validateStorageClass(storageClass: StorageClass): FieldError[] {
  const { metadata = {}, provisioner, parameters = {}, reclaimPolicy, volumeBindingMode, allowedTopologies = [] } = storageClass;
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validateProvisioner(provisioner, 'provisioner'),
    ...validateParameters(parameters, true, 'parameters'),
    ...checkSupported('reclaimPolicy', reclaimPolicy || undefined, RECLAIM_POLICIES),
    ...checkSupported('volumeBindingMode', volumeBindingMode, BINDING_MODES),
    ...validateTopologies(allowedTopologies, 'allowedTopologies'),
  ];
}

/** Models `ValidateStorageClassUpdate`. */
export function validateStorageClassUpdate(next: StorageClass, previous: StorageClass): FieldError[] {
  const changedFields = (Object.keys(FIXED) as (keyof typeof FIXED)[]).filter((field) => !semanticEqual(next[field], previous[field]));
  return [
    ...validateStorageClass(next),
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...changedFields.map((field) => fieldErrors.forbidden(field, FIXED[field])),
    ...validateImmutable(next.volumeBindingMode, previous.volumeBindingMode, 'volumeBindingMode'),
  ];
}

/** Models `validateAllowedTopologies`: duplicate terms are refused, regardless of order. */
function validateTopologies(terms: readonly Term[], path: string): FieldError[] {
  const meanings = terms.map(meaningOf);
  return terms.flatMap(({ matchLabelExpressions = [] }, index) => {
    const at = `${path}[${index}].matchLabelExpressions`;
    const isRepeated = meanings.some((meaning, other) => other < index && semanticEqual(meaning, meanings[index]));
    return [
      ...matchLabelExpressions.flatMap((requirement, place) =>
        validateRequirement(requirement, matchLabelExpressions, `${at}[${place}]`, place),
      ),
      ...(isRepeated ? [fieldErrors.duplicate(at, '')] : []),
    ];
  });
}

/** Models `ValidateTopologySelectorTerm`. */
function validateRequirement({ key, values = [] }: Requirement, all: readonly Requirement[], path: string, place: number): FieldError[] {
  return [
    ...(values.length === 0 ? [fieldErrors.required(`${path}.values`)] : []),
    ...values.flatMap((value, index) => (values.indexOf(value) < index ? [fieldErrors.duplicate(`${path}.values[${index}]`, value)] : [])),
    ...validateLabelName(key ?? '', `${path}.key`),
    ...(all.findIndex((other) => other.key === key) < place ? [fieldErrors.duplicate(`${path}.key`, key)] : []),
  ];
}

function meaningOf({ matchLabelExpressions = [] }: Term): object {
  return Object.fromEntries(matchLabelExpressions.map(({ key, values }) => [key, [...new Set(values)].sort()]));
}
