import { assert } from '@klockwork/kernel';
import type { ManagedKind, ManagedVersion, OwnedObject } from './contract.ts';
import { type FieldSet, matching, recursiveDifference, union } from './field-set.ts';
import { compare } from './typed/compare.ts';
import type { Entries } from './typed/values.ts';

/** The version of that name; undefined when it is not served (any more). */
export function versionOf({ version, otherVersions = [] }: ManagedKind, apiVersion: string): ManagedVersion | undefined {
  return version.apiVersion === apiVersion ? version : otherVersions.find((other) => other.apiVersion === apiVersion);
}

/** An object of one version in another. */
export function convert(target: ManagedKind, object: Entries, from: ManagedVersion, to: ManagedVersion): Entries {
  if (from === to) return object;
  assert(target.convert !== undefined, 'a kind with other versions converts between them');
  return target.convert(object as OwnedObject, to.apiVersion) as Entries;
}

/** Those of the fields that a write can come to own: what the strategy puts back is not among them. */
export function ownable(fields: FieldSet, { resetFields, ownFields }: ManagedVersion): FieldSet {
  const left = resetFields === undefined ? fields : recursiveDifference(fields, resetFields);
  return ownFields === undefined ? left : matching(left, ownFields);
}

/** How two objects differ in one version. */
export interface Differences {
  /** Fields that came or have another value now. */
  readonly changed: FieldSet;
  /** Those, and the fields that went. */
  readonly touched: FieldSet;
}

/**
 * Compares two objects of the request's version, in any of its versions; undefined for one that is not served. Each is found out once.
 * Fields in `except` are not looked at. Throws SchemaMismatch when the objects cannot be compared.
 */
export function differences(
  target: ManagedKind,
  lhs: Entries,
  rhs: Entries,
  except?: FieldSet,
): (apiVersion: string) => Differences | undefined {
  const known = new Map<string, Differences>();
  const find = (version: ManagedVersion) => {
    const [mine, theirs] = [convert(target, lhs, target.version, version), convert(target, rhs, target.version, version)];
    const { added, modified, removed } = compare(mine, theirs, version.schema, except);
    const changed = ownable(union(modified, added), version);
    const found = { changed, touched: union(changed, ownable(removed, version)) };
    known.set(version.apiVersion, found);
    return found;
  };
  return (apiVersion) => {
    const version = versionOf(target, apiVersion);
    return known.get(apiVersion) ?? (version && find(version));
  };
}

/** The object as ownership sees it: who owns what is no part of what is owned. */
export function withoutManagedFields(object: OwnedObject | undefined): Entries {
  if (object?.metadata?.managedFields === undefined) return (object ?? {}) as Entries;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
