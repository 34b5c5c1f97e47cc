export { applyManagedFields } from './apply-managed-fields.ts';
export { unfitOutcome, wrongKind } from './check-applied.ts';
export type {
  ApplyConflict,
  ApplyResult,
  ManagedApply,
  ManagedFieldsEntry,
  ManagedKind,
  ManagedUpdate,
  ManagedVersion,
  ManagedWrite,
  OwnedObject,
} from './contract.ts';
export type { FieldSet } from './field-set.ts';
export { fieldSet } from './field-set.ts';
export { managedFieldsProblem } from './managed-fields-problem.ts';
export type { MergeSchema } from './merge-schema.ts';
export { mergeSchema } from './merge-schema.ts';
export { updateManagedFields } from './update-managed-fields.ts';
