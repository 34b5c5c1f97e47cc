import { type FieldError, fieldErrors, statusErrors, validateFieldManager } from '@klockwork/api-machinery';
import type { FieldValidation } from '@klockwork/registry';
import type { Query } from '../routing/query.ts';

const FIELD_VALIDATIONS = ['Ignore', 'Strict', 'Warn'];

/** `dryRun`, `fieldValidation` and `fieldManager` of a write. Throws Invalid. Models `ValidateCreateOptions` and its sisters. */
export function writeOptionsOf(
  query: Query,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
): { dryRun: boolean; fieldValidation: FieldValidation } {
  const fieldValidation = query.text('fieldValidation');
  const errors = [...dryRunErrors(query.all('dryRun')), ...validateFieldManager(query.text('fieldManager'), 'fieldManager')];
  if (fieldValidation !== '' && !FIELD_VALIDATIONS.includes(fieldValidation))
    errors.push(fieldErrors.notSupported('fieldValidation', fieldValidation, FIELD_VALIDATIONS));
  if (errors.length > 0) throw statusErrors.invalid({ group: 'meta.k8s.io', kind }, '', errors);
  return { dryRun: query.has('dryRun'), fieldValidation: (fieldValidation || 'Warn') as FieldValidation };
}

/** `All` is the only stage there is. Models `ValidateDryRun`. */
export function dryRunErrors(stages: readonly string[]): FieldError[] {
  if (stages.every((stage) => stage === 'All')) return [];
  return [fieldErrors.notSupported('dryRun', stages, ['All'])];
}
