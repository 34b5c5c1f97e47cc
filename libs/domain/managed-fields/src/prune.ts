import { compareText } from '@klockwork/api-machinery';
import type { ManagedKind, ManagedVersion } from './contract.ts';
import { difference, type FieldSet, intersection, isEmptySet } from './field-set.ts';
import type { Owner } from './owner.ts';
import { fieldsIn } from './typed/field-set-of.ts';
import { withNamedFields } from './typed/named-fields.ts';
import { removeFields } from './typed/remove-fields.ts';
import { unshared } from './typed/unshared.ts';
import type { Entries } from './typed/values.ts';
import { convert, versionOf } from './versions.ts';

interface EntriesAtVersion {
  readonly object: Entries;
  readonly version: ManagedVersion;
}

/**
 * Removes fields that the applier dropped and no other manager owns. The first of `owners` is the applier with its new fields. Models
 * `Updater.prune`.
 */
export function prune(merged: Entries, target: ManagedKind, last: Owner | undefined, owners: readonly Owner[]): Entries {
  const version = last && versionOf(target, last.apiVersion);
  if (last === undefined || version === undefined) return merged;
  if (version === target.version && isEmptySet(notOwned(last.fieldsV1, version, owners))) return merged;
  const whole = { object: convert(target, merged, target.version, version), version };
  const rough = removeFields(whole.object, withNamedFields(last.fieldsV1, version.schema), version.schema);
  const ownedVersion = addBackOwned(whole, { object: rough, version }, target, owners);
  const pruned = addBackDangling(whole, convert(target, ownedVersion.object, ownedVersion.version, version), last.fieldsV1);
  return convert(target, pruned, version, target.version);
}

/** Restores owned fields, beginning with the pruned version. Models `addBackOwnedItems`. */
function addBackOwned(
  whole: EntriesAtVersion,
  prunedVersion: EntriesAtVersion,
  target: ManagedKind,
  owners: readonly Owner[],
): EntriesAtVersion {
  const names = [...new Set(owners.map(({ apiVersion }) => apiVersion))].sort(compareText);
  const others = names.filter((name) => name !== prunedVersion.version.apiVersion).flatMap((name) => versionOf(target, name) ?? []);
  return [prunedVersion.version, ...others].reduce<EntriesAtVersion>((left, version) => {
    const object = convert(target, whole.object, whole.version, version);
    const goneFieldSet = lost(object, convert(target, left.object, left.version, version), version);
    return { object: removeFields(object, notOwned(goneFieldSet, version, owners, true), version.schema), version };
  }, prunedVersion);
}

/** Restores fields never owned by the applier that vanished with their parent. Models `addBackDanglingItems`. */
function addBackDangling({ object, version }: EntriesAtVersion, pruned: Entries, last: FieldSet): Entries {
  const goneFieldSet = intersection(lost(object, pruned, version), withNamedFields(last, version.schema));
  return removeFields(object, goneFieldSet, version.schema);
}

/** Returns fields mentioned by `whole`, directly or through children, and not by `rest`. */
function lost(whole: Entries, rest: Entries, { schema }: ManagedVersion): FieldSet {
  const [mine, theirs] = [unshared(whole, rest, schema), unshared(rest, whole, schema)];
  return difference(withNamedFields(fieldsIn(mine, schema), schema), withNamedFields(fieldsIn(theirs, schema), schema));
}

/** Returns fields without an owner in that version; `named` also counts mentioned parents. */
function notOwned(fields: FieldSet, { apiVersion, schema }: ManagedVersion, owners: readonly Owner[], named = false): FieldSet {
  let left = fields;
  for (const { apiVersion: version, fieldsV1 } of owners) {
    if (isEmptySet(left)) return left;
    if (version === apiVersion) left = difference(left, named ? withNamedFields(fieldsV1, schema) : fieldsV1);
  }
  return left;
}
