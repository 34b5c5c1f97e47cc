import { compareText } from '@klockwork/api-machinery';
import type { ManagedKind, ManagedVersion } from './contract.ts';
import { difference, EMPTY, type FieldSet, intersection, isEmptySet, union } from './field-set.ts';
import type { Owner } from './owner.ts';
import { fieldSetOf } from './typed/field-set-of.ts';
import { withNamedFields } from './typed/named-fields.ts';
import { removeFields } from './typed/remove-fields.ts';
import type { Entries } from './typed/values.ts';
import { convert, versionOf } from './versions.ts';

/** An object in one of its versions. */
interface Versioned {
  readonly object: Entries;
  readonly version: ManagedVersion;
}

/**
 * Takes away what the applier applied last time, does not apply now, and nobody else owns. `owners` has the applier with what it
 * applies now. Models `Updater.prune`.
 */
export function prune(merged: Entries, target: ManagedKind, last: Owner | undefined, owners: readonly Owner[]): Entries {
  const version = last && versionOf(target, last.apiVersion);
  if (last === undefined || version === undefined) return merged;
  if (version === target.version && isEmptySet(difference(last.fieldsV1, ownedAt(version, owners)))) return merged;
  const whole = { object: convert(target, merged, target.version, version), version };
  const rough = removeFields(whole.object, withNamedFields(last.fieldsV1, version.schema), version.schema);
  const owned = addBackOwned(whole, { object: rough, version }, target, owners);
  const pruned = addBackDangling(whole, convert(target, owned.object, owned.version, version), last.fieldsV1);
  return convert(target, pruned, version, target.version);
}

/** Brings back what anybody owns, at the pruned version first. Models `addBackOwnedItems`. */
function addBackOwned(whole: Versioned, pruned: Versioned, target: ManagedKind, owners: readonly Owner[]): Versioned {
  const names = [...new Set(owners.map(({ apiVersion }) => apiVersion))].sort(compareText);
  const others = names.filter((name) => name !== pruned.version.apiVersion).flatMap((name) => versionOf(target, name) ?? []);
  return [pruned.version, ...others].reduce<Versioned>((left, version) => {
    const object = convert(target, whole.object, whole.version, version);
    const rest = convert(target, left.object, left.version, version);
    const keep = union(mentioned(rest, version), withNamedFields(ownedAt(version, owners), version.schema));
    return { object: removeFields(object, difference(mentioned(object, version), keep), version.schema), version };
  }, pruned);
}

/** Brings back what the applier never owned: it went with something that held it. Models `addBackDanglingItems`. */
function addBackDangling({ object, version }: Versioned, pruned: Entries, last: FieldSet): Entries {
  const gone = difference(mentioned(object, version), mentioned(pruned, version));
  return removeFields(object, intersection(gone, withNamedFields(last, version.schema)), version.schema);
}

function mentioned(object: Entries, { schema }: ManagedVersion): FieldSet {
  return withNamedFields(fieldSetOf(object, schema), schema);
}

function ownedAt({ apiVersion }: ManagedVersion, owners: readonly Owner[]): FieldSet {
  return owners.filter((owner) => owner.apiVersion === apiVersion).reduce((all, owner) => union(all, owner.fieldsV1), EMPTY);
}
