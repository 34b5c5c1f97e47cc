import type { FieldError } from './field-error.ts';
import { fieldErrors } from './field-errors.ts';
import { compareText } from './go-text.ts';
import type { Labels } from './labels.ts';
import { labelValue, qualifiedName } from './name-formats.ts';

/** Operator between a label and its values. */
export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

/** Condition of a label selector. `values` is sorted, without duplicates. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Returns upstream's errors of an invalid requirement. Models `NewRequirement` of `k8s.io/apimachinery/pkg/labels/selector.go`. */
export function validateRequirement({ key, operator, values }: LabelRequirement): FieldError[] {
  return [
    ...joined('key', key, qualifiedName(key)),
    ...validateCount(operator, values),
    ...values.flatMap((value, index) => joined(`values[${index}][${key}]`, value, labelValue(value))),
  ];
}

/** Whether the labels meet the requirement. A label that is absent meets `!=`, `notin` and `!`. */
export function meetsRequirement({ key, operator, values }: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? (labels[key] as string) : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'gt':
    case 'lt':
      return compareIntegers(operator, value, values[0]);
  }
}

/** The requirement as kubectl writes it: `app=web`, `tier in (a,b)`, `!old`. */
export function requirementText({ key, operator, values }: LabelRequirement): string {
  if (operator === 'exists') return key;
  if (operator === '!') return `!${key}`;
  if (operator === 'in' || operator === 'notin') return `${key} ${operator} (${values.join(',')})`;
  const sign = operator === 'gt' ? '>' : operator === 'lt' ? '<' : operator;
  return `${key}${sign}${values.join(',')}`;
}

/** Returns sorted, unique `texts`, as upstream stores values. */
export function valueSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareText);
}

/** Joins all problems of a key or value into one error. */
export function joined(field: string, value: string, problems: readonly string[]): FieldError[] {
  return problems.length === 0 ? [] : [fieldErrors.invalid(field, value, problems.join('; '))];
}

function validateCount(operator: LabelOperator, values: readonly string[]): FieldError[] {
  const refuse = (detail: string): FieldError[] => [fieldErrors.invalid('values', values, detail)];
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length === 0 ? refuse("for 'in', 'notin' operators, values set can't be empty") : [];
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : refuse('exact-match compatibility requires one single value');
    case 'exists':
    case '!':
      return values.length === 0 ? [] : refuse('values set must be empty for exists and does not exist');
    case 'gt':
    case 'lt':
      return [
        ...(values.length === 1 ? [] : refuse("for 'Gt', 'Lt' operators, exactly one value is required")),
        ...values.flatMap((value, index) => validateInteger(value, `values[${index}]`)),
      ];
  }
}

function validateInteger(value: string, field: string): FieldError[] {
  if (parseInt64(value) !== undefined) return [];
  return [fieldErrors.invalid(field, value, "for 'Gt', 'Lt' operators, the value must be an integer")];
}

function compareIntegers(operator: 'gt' | 'lt', left: string | undefined, right: string | undefined): boolean {
  const a = parseInt64(left ?? '');
  const b = parseInt64(right ?? '');
  if (a === undefined || b === undefined) return false;
  return operator === 'gt' ? a > b : a < b;
}

/** Models `strconv.ParseInt(text, 10, 64)`. */
function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]{1,40}$/.test(text)) return undefined;
  const value = text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text.replace('+', ''));
  return value >= INT64_MIN && value <= INT64_MAX ? value : undefined;
}
