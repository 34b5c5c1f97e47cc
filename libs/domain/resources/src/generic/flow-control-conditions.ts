import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

interface Conditions {
  readonly conditions?: readonly { readonly type?: string }[];
}

/** Validates conditions of flow control kinds: required, unique types. Models `ValidateFlowSchemaStatus`. */
export function validateFlowConditions(status: Conditions | undefined): FieldError[] {
  const types = (status?.conditions ?? []).map(({ type = '' }) => type);
  return types.flatMap((type, index) => {
    const path = `status.conditions[${index}].type`;
    return [
      ...(types.indexOf(type) < index ? [fieldErrors.duplicate(path, type)] : []),
      ...(type === '' ? [fieldErrors.required(path, 'must not be empty')] : []),
    ];
  });
}
