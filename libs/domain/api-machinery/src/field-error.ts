/**
 * Error of a field, with upstream's message. `message`: full text of a cause, `Invalid value: "A": a lowercase RFC 1123 label …` or
 * `Required value`. Models `k8s.io/apimachinery/pkg/util/validation/field`.
 */
export interface FieldError {
  readonly reason:
    | 'FieldValueNotFound'
    | 'FieldValueRequired'
    | 'FieldValueDuplicate'
    | 'FieldValueInvalid'
    | 'FieldValueTypeInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'InternalError';
  /** `spec.containers[0].image` */
  readonly field: string;
  readonly message: string;
}
