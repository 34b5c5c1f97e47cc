import { type FieldError, fieldErrors, percent } from '@klockwork/api-machinery';
import { complaints, nonNegative } from './field-checks.ts';

/** A number of pods, or a share of all of them: `2`, `50%`. */
export type IntOrPercent = number | string;

/** A number that is not negative, or a percentage of at most 100. Absent is well. */
export function validateShare(value: IntOrPercent | undefined, field: string): FieldError[] {
  return value === undefined ? [] : [...validateIntOrPercent(value, field), ...validateAtMostAll(value, field)];
}

/** Models `ValidatePositiveIntOrPercent`. */
export function validateIntOrPercent(value: IntOrPercent, field: string): FieldError[] {
  return typeof value === 'number' ? nonNegative(value, field) : complaints(value, percent(value), field);
}

/** Models `IsNotMoreThan100Percent`: what is no percentage is told of elsewhere. */
export function validateAtMostAll(value: IntOrPercent, field: string): FieldError[] {
  return (percentOf(value) ?? 0) > 100 ? [fieldErrors.invalid(field, value, 'must not be greater than 100%')] : [];
}

/** The number, or that before the `%`; a malformed text counts as the number it is, or 0. Models `getIntOrPercentValue`. */
export function amountOf(value: IntOrPercent): number {
  return percentOf(value) ?? (/^[+-]?\d+$/.test(`${value}`) ? Number(value) : 0);
}

function percentOf(value: IntOrPercent): number | undefined {
  return typeof value === 'string' && percent(value).length === 0 ? Number.parseInt(value, 10) : undefined;
}
