export type { FieldError } from './field-error.ts';
