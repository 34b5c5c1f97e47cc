import { capUpdaters } from './cap-updaters.ts';
import type { ManagedFieldsEntry, ManagedUpdate, OwnedObject } from './contract.ts';
import { ownChanges } from './own-changes.ts';
import { entriesOf, type Owner, readOwners } from './owner.ts';
import { SchemaMismatch } from './typed/mismatch.ts';

/**
 * Who owns what after a create, a PUT or a patch that is no apply. Undefined when nobody is known: the field is left out then. The live
 * object's own list where nothing changed. Entries of the request count as upstream counts them: an empty list, or one empty entry,
 * forgets all owners; none, or broken ones, keep the live object's; a subresource cannot bring any. Objects that cannot be compared have no
 * owners.
 * Models `FieldManager.UpdateNoErrors`.
 */
export function updateManagedFields(update: ManagedUpdate): readonly ManagedFieldsEntry[] | undefined {
  const { live, next } = update;
  const owners = startingOwners(update);
  // An object whose owners were forgotten is not tracked until it is applied.
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
  const given = ownersOf(next);
  return given.length === 0 ? ownersOf(live) : given;
}

/** The owners of an object; nobody when its entries cannot be read. */
function ownersOf(object: OwnedObject | undefined): readonly Owner[] {
  const owners = readOwners(object?.metadata?.managedFields);
  return typeof owners === 'string' ? [] : owners;
}

function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  const [only] = entries ?? [];
  return entries?.length === 0 || (entries?.length === 1 && only !== undefined && Object.keys(only).length === 0);
}
