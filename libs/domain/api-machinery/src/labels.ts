import type { FieldError } from './field-error.ts';
import { fieldErrors } from './field-errors.ts';
import { labelValue, qualifiedName } from './name-formats.ts';

/** An object's labels. */
export type Labels = Readonly<Record<string, string>>;

/** Validates keys and values of labels. Models `ValidateLabels` of `k8s.io/apimachinery/pkg/apis/meta/v1/validation`. */
export function validateLabels(labels: Labels | undefined, path: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...validateLabelName(key, path),
    ...labelValue(value).map((problem) => fieldErrors.invalid(path, value, problem)),
  ]);
}

/** Validates a label key. */
export function validateLabelName(key: string, path: string): FieldError[] {
  return qualifiedName(key).map((problem) => fieldErrors.invalid(path, key, problem));
}
