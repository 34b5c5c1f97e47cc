import { compareText, goQuote, statusErrors } from '@klockwork/api-machinery';
import type { ApiError } from '@klockwork/kernel';
import type { ApplyConflict } from './contract.ts';
import { type FieldSet, pathsOf } from './field-set.ts';
import { identifierOf, type Owner } from './owner.ts';
import { printElement } from './path-element.ts';

/** Fields that an owner has and the applier wants to change. */
export interface DisputedFields {
  readonly owner: Owner;
  readonly fields: FieldSet;
}

/** The conflicts in upstream's order: by owner, and as FieldsV1 has the fields. Models `ConflictsFromManagers`. */
export function conflictsOf(disputedFields: readonly DisputedFields[]): ApplyConflict[] {
  return disputedFields
    .toSorted((a, b) => compareText(identifierOf(a.owner), identifierOf(b.owner)))
    .flatMap(({ owner, fields }) => pathsOf(fields).map((path) => conflictOf(owner, path.map(printElement).join(''))));
}

function conflictOf({ manager = '', operation, apiVersion, subresource = '' }: Owner, field: string): ApplyConflict {
  return { manager, operation, ...(operation === 'Update' && { apiVersion }), ...(subresource !== '' && { subresource }), field };
}

/** Returns the 409 of a refused apply, with a cause per field. Models `NewConflictError`. */
export function conflictError(conflicts: readonly ApplyConflict[]): ApiError {
  const causes = conflicts.map((conflict) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printOwner(conflict)}`,
    field: conflict.field,
  }));
  return statusErrors.applyConflict(causes, conflictMessage(conflicts));
}

function conflictMessage(conflicts: readonly ApplyConflict[]): string {
  const [first] = conflicts;
  if (first !== undefined && conflicts.length === 1)
    return `Apply failed with 1 conflict: conflict with ${printOwner(first)}: ${first.field}`;
  const fieldsOf = new Map<string, string[]>();
  for (const conflict of conflicts) {
    const owner = printOwner(conflict);
    const fields = fieldsOf.get(owner) ?? [];
    fields.push(`- ${conflict.field}`);
    fieldsOf.set(owner, fields);
  }
  const lines = [...fieldsOf].flatMap(([owner, fields]) => [`conflicts with ${owner}:`, ...fields]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

/** `"kubectl-client-side-apply" using apps/v1`, `"kubectl" with subresource "scale"`. */
function printOwner({ manager, operation, apiVersion, subresource }: ApplyConflict): string {
  const name = subresource === undefined ? goQuote(manager) : `${goQuote(manager)} with subresource ${goQuote(subresource)}`;
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}
