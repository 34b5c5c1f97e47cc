import type { ManagedFieldsEntry } from './contract.ts';
import { readFieldSet } from './read-field-set.ts';

/** Returns upstream's message for invalid entries; undefined for valid ones. Models `ValidateManagedFields` of apimachinery's managedfields. */
export function managedFieldsProblem(entries: readonly ManagedFieldsEntry[]): string | undefined {
  for (const [index, entry] of entries.entries()) {
    const problem = entryProblem(entry, index);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function entryProblem(entry: ManagedFieldsEntry, index: number): string | undefined {
  const { operation, apiVersion = '', fieldsType = '', fieldsV1 = {} } = entry;
  if (operation !== 'Apply' && operation !== 'Update') return 'operation must be `Apply` or `Update`';
  if (apiVersion === '') return 'apiVersion must not be empty';
  if (fieldsType === '') return `missing fieldsType in managed fields entry ${index}`;
  if (fieldsType !== 'FieldsV1') return `invalid fieldsType ${JSON.stringify(fieldsType)} in managed fields entry ${index}`;
  const fields = readFieldSet(fieldsV1);
  return typeof fields === 'string'
    ? `error decoding versioned set from ${JSON.stringify(entry)}: error decoding set: ${fields}`
    : undefined;
}
