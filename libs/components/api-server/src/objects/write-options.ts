import { type FieldError, fieldErrors, statusErrors, validateFieldManager } from '@klockwork/api-machinery';
import type { FieldValidation } from '@klockwork/registry';
import type { Query } from '../routing/query.ts';

const FIELD_VALIDATIONS = ['Ignore', 'Strict', 'Warn'];

/** Query options of all writes. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** '' by default: derived from the user agent. */
  readonly fieldManager: string;
}

/** `dryRun`, `fieldValidation` and `fieldManager` of a write. Throws Invalid. Models `ValidateCreateOptions` and its sisters. */
export function writeOptionsOf(query: Query, kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'): WriteOptions {
  const force = kind === 'PatchOptions' && query.has('force');
  const forcedErrors = force ? [fieldErrors.forbidden('force', 'may not be specified for non-apply patch')] : [];
  return checkedOptions(query, kind, forcedErrors);
}

/** Returns options of an apply, with required manager and optional force. Throws Invalid. Models `ValidatePatchOptions`. */
export function applyOptionsOf(query: Query): WriteOptions & { readonly force: boolean } {
  const unsaid = query.text('fieldManager') === '';
  const requiredErrors = unsaid ? [fieldErrors.required('fieldManager', 'is required for apply patch')] : [];
  return { ...checkedOptions(query, 'PatchOptions', requiredErrors), force: query.flag('force') };
}

/** Accepts the only stage, `All`. Models `ValidateDryRun`. */
export function dryRunErrors(stages: readonly string[]): FieldError[] {
  if (stages.every((stage) => stage === 'All')) return [];
  return [fieldErrors.notSupported('dryRun', stages, ['All'])];
}

function checkedOptions(query: Query, kind: string, refusals: readonly FieldError[]): WriteOptions {
  const [fieldManager, fieldValidation] = [query.text('fieldManager'), query.text('fieldValidation')];
  const errors = [...refusals, ...validateFieldManager(fieldManager, 'fieldManager'), ...dryRunErrors(query.all('dryRun'))];
  if (fieldValidation !== '' && !FIELD_VALIDATIONS.includes(fieldValidation))
    errors.push(fieldErrors.notSupported('fieldValidation', fieldValidation, FIELD_VALIDATIONS));
  if (errors.length > 0) throw statusErrors.invalid({ group: 'meta.k8s.io', kind }, '', errors);
  return { dryRun: query.has('dryRun'), fieldValidation: (fieldValidation || 'Warn') as FieldValidation, fieldManager };
}
