import type { FieldError } from './field-error.ts';
import { goJson, goQuote } from './go-text.ts';

/**
 * Refusals of a field in upstream's words. `field` is the path (`spec.replicas`); the value is what the client sent.
 * Models `k8s.io/apimachinery/pkg/util/validation/field/errors.go` of 1.35.
 */
export const fieldErrors = {
  /** `Required value`, with `: detail` when there is one. */
  required(field: string, detail = ''): FieldError {
    return make('FieldValueRequired', field, 'Required value', detail);
  },

  /** `Invalid value: "x": detail`. Objects print as JSON. */
  invalid(field: string, value: unknown, detail: string): FieldError {
    return make('FieldValueInvalid', field, `Invalid value: ${printValue(value)}`, detail);
  },

  /** `Invalid value: detail`, where it is the whole that is wrong and its value is not told. Models `field.OmitValueType`. */
  invalidWhole(field: string, detail: string): FieldError {
    return make('FieldValueInvalid', field, 'Invalid value', detail);
  },

  /** `Invalid value: …` of the reason that says the type is wrong. */
  typeInvalid(field: string, value: unknown, detail: string): FieldError {
    return make('FieldValueTypeInvalid', field, `Invalid value: ${printValue(value)}`, detail);
  },

  /** `Unsupported value: "x": supported values: "A", "B"`. The order of `supported` is kept. */
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

  /** `Too long: may not be more than 63 bytes`. `max` counts UTF-8 bytes; a negative one is not told. */
  tooLong(field: string, max: number): FieldError {
    const detail = max < 0 ? 'value is too long' : `may not be more than ${max} ${max === 1 ? 'byte' : 'bytes'}`;
    return make('FieldValueTooLong', field, 'Too long', detail);
  },

  /** `Too many: 4: must have at most 3 items`. Negative numbers are not told. */
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
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (printed?.value !== value) printed = { value, text: goJson(value) };
  return printed.text;
}

/** The object that was printed last. Each item of a list may be refused with the whole list: its text is made once, and shared. */
let printed: { readonly value: unknown; readonly text: string } | undefined;

/** Lets go of the value that was printed last. Comes when an object was judged: who changes the value afterwards has it printed anew. */
export function forgetPrinted(): void {
  printed = undefined;
}
