import { type FieldError, fieldErrors, goQuote } from '@klockwork/api-machinery';
import { sortedFields } from '../json-value.ts';
import { type Place, placeText } from '../place.ts';

/**
 * Problem of a value. Its texts are built on demand: most problems of alternatives are never printed. Models
 * `k8s.io/kube-openapi/pkg/validation/errors`.
 */
export interface Problem {
  readonly place: Place;
  /** Returns the full message, which begins with the place. */
  text(name: string): string;
  /** Returns the error at a path. */
  error(field: string, text: string): FieldError;
}

/** Returns a problem whose error prints the value and the message. */
export function invalid(place: Place, value: unknown, text: Problem['text']): Problem {
  return { place, text, error: (field, detail) => fieldErrors.invalid(field, sortedFields(value ?? ''), detail) };
}

/** Returns the problem of a value with another type than `expected`. `found`: its type, or the text without the format. */
export function wrongType(place: Place, expected: string, found: string): Problem {
  return {
    place,
    text: (name) => `${name} in body must be of type ${expected}: ${goQuote(found)}`,
    error: (field, text) => fieldErrors.typeInvalid(field, found, text),
  };
}

/** Returns a problem of alternatives, which is reported without a field. */
export function composite(place: Place, text: Problem['text']): Problem {
  return { place, text, error: (_field, detail) => fieldErrors.invalid(ROOT, '', detail) };
}

/** Marks an error at the validated root. */
const ROOT = '\u0000';

/** Returns field errors, each text once. `root`: path of the validated value, '' for an object. Models `kubeOpenAPIResultToFieldErrors`. */
export function fieldErrorsOf(problems: readonly Problem[], root: string): FieldError[] {
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  for (const problem of problems) {
    const name = placeText(problem.place);
    const text = problem.text(name);
    if (seen.has(text)) continue;
    seen.add(text);
    const error = problem.error(pathOf(root, name), text);
    errors.push(error.field === ROOT ? { ...error, field: pathOf(root, '') } : error);
  }
  return errors;
}

function pathOf(root: string, name: string): string {
  const below = name.startsWith('.') ? name.slice(1) : name;
  if (below === '') return root === '' ? '<nil>' : root;
  return root === '' ? below : `${root}.${below}`;
}
