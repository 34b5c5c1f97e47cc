import { capUpdaters } from './cap-updaters.ts';
import type { ManagedFieldsEntry, ManagedUpdate, OwnedObject } from './contract.ts';
import { ownChanges } from './own-changes.ts';
import { entriesOf, type Owner, readOwners } from './owner.ts';
import { SchemaMismatch } from './typed/mismatch.ts';

/**
 * Returns owners after a create, PUT or patch other than apply. Undefined without owners: the field is omitted. Returns the live object's
 * list itself without changes. Entries in the request count as upstream: an empty list, or a single empty entry, clears all owners; absent
 * or invalid entries keep the live object's; subresources ignore them. Incomparable objects have no owners. Models
 * `FieldManager.UpdateNoErrors`.
 */
export function updateManagedFields(update: ManagedUpdate): readonly ManagedFieldsEntry[] | undefined {
  const { live, next } = update;
  const owners = startingOwners(update);
  // An object with cleared owners is untracked until its next apply.
  if (owners.length === 0 && (live?.metadata?.uid ?? '') !== '') return undefined;
  try {
    const after = ownChanges(owners, live, next, update);
    return entriesOf(capUpdaters(after), live?.metadata?.managedFields);
  } catch (error) {
    if (error instanceof SchemaMismatch) return undefined;
    throw error;
  }
}

/** Models `decodeLiveOrNew`. */
function startingOwners({ live, next, subresource }: ManagedUpdate): readonly Owner[] {
  if (subresource !== '') return ownersOf(live);
  if (isReset(next.metadata?.managedFields)) return [];
  const owners = ownersOf(next);
  return owners.length === 0 ? ownersOf(live) : owners;
}

/** Returns an object's owners; none for unreadable entries. */
function ownersOf(object: OwnedObject | undefined): readonly Owner[] {
  const owners = readOwners(object?.metadata?.managedFields);
  return typeof owners === 'string' ? [] : owners;
}

function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  const [only] = entries ?? [];
  return entries?.length === 0 || (entries?.length === 1 && only !== undefined && Object.keys(only).length === 0);
}
