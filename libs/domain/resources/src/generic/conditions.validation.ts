import { type FieldError, fieldErrors, qualifiedName } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import type { Condition } from '@klockwork/kubernetes-types';
import { complaints } from './field-checks.ts';

const STATUSES = ['False', 'True', 'Unknown'];
const REASON_BYTES_MAX = 1_024;
const MESSAGE_BYTES_MAX = 32 * 1_024;
const REASON = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const REASON_RULE =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";

/**
 * Validates conditions in standard form, at most one per type. Models `ValidateConditions` of
 * `k8s.io/apimachinery/pkg/apis/meta/v1/validation`.
 */
export function validateConditions(conditions: readonly Condition[] | undefined, path: string): FieldError[] {
  const types = new Set<string>();
  return (conditions ?? []).flatMap((condition, index) => {
    const { type = '' } = condition;
    const repeatedErrors = types.has(type) ? [fieldErrors.duplicate(`${path}[${index}].type`, type)] : [];
    types.add(type);
    return [...repeatedErrors, ...conditionErrors(condition, `${path}[${index}]`)];
  });
}

/** Models `ValidateCondition`. */
function conditionErrors(
  { type = '', status = '', observedGeneration = 0, lastTransitionTime, ...said }: Condition,
  path: string,
): FieldError[] {
  const negative = fieldErrors.invalid(`${path}.observedGeneration`, observedGeneration, 'must be greater than or equal to zero');
  const { reason = '', message = '' } = said;
  return [
    ...complaints(type, qualifiedName(type), `${path}.type`),
    ...(STATUSES.includes(status) ? [] : [fieldErrors.notSupported(`${path}.status`, status, STATUSES)]),
    ...(observedGeneration < 0 ? [negative] : []),
    ...(lastTransitionTime ? [] : [fieldErrors.required(`${path}.lastTransitionTime`, 'must be set')]),
    ...reasonErrors(reason, `${path}.reason`),
    ...tooLong(message, MESSAGE_BYTES_MAX, `${path}.message`),
  ];
}

function reasonErrors(reason: string, path: string): FieldError[] {
  if (reason === '') return [fieldErrors.required(path, 'must be set')];
  return [...complaints(reason, REASON.test(reason) ? [] : [REASON_RULE], path), ...tooLong(reason, REASON_BYTES_MAX, path)];
}

function tooLong(text: string, max: number, path: string): FieldError[] {
  return utf8Length(text) > max ? [fieldErrors.tooLong(path, max)] : [];
}
