import type { FieldError } from './field-error.ts';
import { goJson, goNumber, goQuote } from './go-text.ts';

/**
 * Field errors with upstream's messages. `field`: path (`spec.replicas`); `value`: sent by the client. Models
 * `k8s.io/apimachinery/pkg/util/validation/field/errors.go` of 1.35.
 */
export const fieldErrors = {
  /** Returns `Required value`, with optional `: detail`. */
  required(field: string, detail = ''): FieldError {
    return make('FieldValueRequired', field, 'Required value', detail);
  },

  /** `Invalid value: "x": detail`. Objects print as JSON. */
  invalid(field: string, value: unknown, detail: string): FieldError {
    return make('FieldValueInvalid', field, `Invalid value: ${printValue(value)}`, detail);
  },

  /** Returns `Invalid value: detail`, without the value. Models `field.OmitValueType`. */
  invalidWhole(field: string, detail: string): FieldError {
    return make('FieldValueInvalid', field, 'Invalid value', detail);
  },

  /** Returns `Invalid value: …` with reason `FieldValueTypeInvalid`. */
  typeInvalid(field: string, value: unknown, detail: string): FieldError {
    return make('FieldValueTypeInvalid', field, `Invalid value: ${printValue(value)}`, detail);
  },

  /** Returns `Unsupported value: "x": supported values: "A", "B"`, in the order of `supported`. */
  notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
    const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`;
    return make('FieldValueNotSupported', field, `Unsupported value: ${printValue(value)}`, detail);
  },

  /** `Duplicate value: "x"`. */
  duplicate(field: string, value: unknown): FieldError {
    return make('FieldValueDuplicate', field, `Duplicate value: ${printValue(value)}`, '');
  },

  /** `Not found: "x"`. */
  notFound(field: string, value: unknown): FieldError {
    return make('FieldValueNotFound', field, `Not found: ${printValue(value)}`, '');
  },

  /** `Forbidden: detail`. */
  forbidden(field: string, detail: string): FieldError {
    return make('FieldValueForbidden', field, 'Forbidden', detail);
  },

  /** Returns `Too long: may not be more than 63 bytes`. `max`: UTF-8 bytes; omitted if negative. */
  tooLong(field: string, max: number): FieldError {
    const detail = max < 0 ? 'value is too long' : `may not be more than ${max} ${max === 1 ? 'byte' : 'bytes'}`;
    return make('FieldValueTooLong', field, 'Too long', detail);
  },

  /** Returns `Too many: 4: must have at most 3 items`. Negative numbers are omitted. */
  tooMany(field: string, actual: number, max: number): FieldError {
    const detail = max < 0 ? 'has too many items' : `must have at most ${max} ${max === 1 ? 'item' : 'items'}`;
    return make('FieldValueTooMany', field, actual < 0 ? 'Too many' : `Too many: ${actual}`, detail);
  },

  /** `Internal error: detail`. */
  internal(field: string, detail: string): FieldError {
    return make('InternalError', field, 'Internal error', detail);
  },
};

function make(reason: FieldError['reason'], field: string, what: string, detail: string): FieldError {
  return { reason, field, message: detail === '' ? what : `${what}: ${detail}` };
}

function printValue(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'number') return goNumber(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (printed?.value !== value) printed = { value, text: goJson(value) };
  return printed.text;
}

/** Last printed value. Each invalid list item may print the whole list: this cache avoids repetition. */
let printed: { readonly value: unknown; readonly text: string } | undefined;

/** Clears the cache after validation of an object, whose value may change later. */
export function forgetPrinted(): void {
  printed = undefined;
}
