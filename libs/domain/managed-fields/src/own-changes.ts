import type { ManagedWrite, OwnedObject } from './contract.ts';
import { difference, EMPTY, isEmptySet, union } from './field-set.ts';
import type { Owner } from './owner.ts';
import { ENTRIES, entryOf, NEVER_OWNED, ownEntry, removeOwnership, SYSTEM } from './ownership.ts';
import type { Entries } from './typed/values.ts';
import { differences } from './versions.ts';

/**
 * Returns owners after a replacement of `live` by `next`: the writer gains added and changed fields; other owners lose those and removed
 * ones. Empty owners, and owners of unserved versions, are dropped. Throws SchemaMismatch for incomparable objects. Models
 * `merge.Updater.Update` below `managedFieldsUpdater` and `stripMetaManager`.
 */
export function ownChanges(
  owners: readonly Owner[],
  live: OwnedObject | undefined,
  next: OwnedObject,
  write: ManagedWrite,
): readonly Owner[] {
  const differencesAt = differences(write.target, (live ?? {}) as Entries, next as Entries, live === undefined ? ENTRIES : SYSTEM);
  const touchedAt = (apiVersion: string) => differencesAt(apiVersion)?.touched;
  const { changed, touched } = differencesAt(write.target.version.apiVersion) ?? { changed: EMPTY, touched: EMPTY };
  const gainedFieldSet = difference(changed, NEVER_OWNED);
  if (isEmptySet(gainedFieldSet)) return removeOwnership(owners, touchedAt);
  const hadOwner = ownEntry(owners, write, 'Update');
  const others = removeOwnership(hadOwner === undefined ? owners : owners.filter((owner) => owner !== hadOwner), touchedAt);
  // Fields owned before and written again stay in the same set object.
  const unchangedFieldSet = difference(hadOwner?.fieldsV1 ?? EMPTY, difference(touched, gainedFieldSet));
  return [...others, entryOf(write, 'Update', union(unchangedFieldSet, gainedFieldSet), { had: hadOwner, time: write.now })];
}
