import { type FieldError, fieldErrors, percent } from '@klockwork/api-machinery';
import { complaints, nonNegative } from './field-checks.ts';

/** Number or percentage of pods: `2`, `50%`. */
export type IntOrPercent = number | string;

/** Requires a nonnegative number, or a percentage up to 100. Undefined is valid. */
export function validateShare(value: IntOrPercent | undefined, field: string): FieldError[] {
  return value === undefined ? [] : [...validateIntOrPercent(value, field), ...validateAtMostAll(value, field)];
}

/** Models `ValidatePositiveIntOrPercent`. */
export function validateIntOrPercent(value: IntOrPercent, field: string): FieldError[] {
  return typeof value === 'number' ? nonNegative(value, field) : complaints(value, percent(value), field);
}

/** Models `IsNotMoreThan100Percent`; other validations report malformed percentages. */
export function validateAtMostAll(value: IntOrPercent, field: string): FieldError[] {
  return (percentOf(value) ?? 0) > 100 ? [fieldErrors.invalid(field, value, 'must not be greater than 100%')] : [];
}

/** Returns the number, or the percentage without `%`; malformed text counts as its number or 0. Models `getIntOrPercentValue`. */
export function amountOf(value: IntOrPercent): number {
  return percentOf(value) ?? (/^[+-]?\d+$/.test(`${value}`) ? Number(value) : 0);
}

function percentOf(value: IntOrPercent): number | undefined {
  return typeof value === 'string' && percent(value).length === 0 ? Number.parseInt(value, 10) : undefined;
}
