import { assert } from '@klockwork/kernel';
import type { ManagedKind, ManagedVersion, OwnedObject } from './contract.ts';
import { type FieldSet, matching, recursiveDifference, union } from './field-set.ts';
import { compare } from './typed/compare.ts';
import type { Entries } from './typed/values.ts';

/** Returns the version of that name; undefined if not served. */
export function versionOf({ version, otherVersions = [] }: ManagedKind, apiVersion: string): ManagedVersion | undefined {
  return version.apiVersion === apiVersion ? version : otherVersions.find((other) => other.apiVersion === apiVersion);
}

/** Converts an object between versions. */
export function convert(target: ManagedKind, object: Entries, from: ManagedVersion, to: ManagedVersion): Entries {
  if (from === to) return object;
  assert(target.convert !== undefined, 'a kind with other versions converts between them');
  return target.convert(object as OwnedObject, to.apiVersion) as Entries;
}

/** Returns the fields that a write can own, without those reset by the strategy. */
export function ownable(fields: FieldSet, { resetFields, ownFields }: ManagedVersion): FieldSet {
  const left = resetFields === undefined ? fields : recursiveDifference(fields, resetFields);
  return ownFields === undefined ? left : matching(left, ownFields);
}

/** Differences of two objects in one version. */
export interface Differences {
  /** Added and changed fields. */
  readonly changed: FieldSet;
  /** Changed, added and removed fields. */
  readonly touched: FieldSet;
}

/**
 * Compares two objects of the request's version in any version; undefined for an unserved one. Results are cached. Skips fields in
 * `except`. Throws SchemaMismatch for incomparable objects.
 */
export function differences(
  target: ManagedKind,
  lhs: Entries,
  rhs: Entries,
  except?: FieldSet,
): (apiVersion: string) => Differences | undefined {
  const byVersion = new Map<string, Differences>();
  const find = (version: ManagedVersion) => {
    const [mine, theirs] = [convert(target, lhs, target.version, version), convert(target, rhs, target.version, version)];
    const { added, modified, removed } = compare(mine, theirs, version.schema, except);
    const changedFieldSet = ownable(union(modified, added), version);
    const differences = { changed: changedFieldSet, touched: union(changedFieldSet, ownable(removed, version)) };
    byVersion.set(version.apiVersion, differences);
    return differences;
  };
  return (apiVersion) => {
    const version = versionOf(target, apiVersion);
    return byVersion.get(apiVersion) ?? (version && find(version));
  };
}

/** Returns the object without ownership data, which itself has no owner. */
export function withoutManagedFields(object: OwnedObject | undefined): Entries {
  if (object?.metadata?.managedFields === undefined) return (object ?? {}) as Entries;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
