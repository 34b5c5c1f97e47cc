import { type FieldError, fieldErrors, percent } from '@klockwork/api-machinery';
import { complaints, nonNegative } from './field-checks.ts';

/** A number of pods, or a share of all of them: `2`, `50%`. */
export type IntOrPercent = number | string;

/** A number that is not negative, or a percentage of at most 100. Models `ValidatePositiveIntOrPercent` and `IsNotMoreThan100Percent`. */
export function validateShare(value: IntOrPercent | undefined, field: string): FieldError[] {
  if (value === undefined) return [];
  if (typeof value === 'number') return nonNegative(value, field);
  const problems = complaints(value, percent(value), field);
  if (problems.length > 0) return problems;
  return Number.parseInt(value, 10) > 100 ? [fieldErrors.invalid(field, value, 'must not be greater than 100%')] : [];
}
