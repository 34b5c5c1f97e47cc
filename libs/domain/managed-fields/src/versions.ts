import { assert } from '@klockwork/kernel';
import type { ManagedKind, ManagedVersion, OwnedObject } from './contract.ts';
import { type Comparison, compare, excludeFields } from './typed/compare.ts';
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

/** How two objects differ, in the version of the request and in others. */
export interface Comparisons {
  readonly now: Comparison;
  /** Undefined for versions that are not served. Found out once for each. */
  readonly at: (apiVersion: string) => Comparison | undefined;
}

/** Compares two objects of the request's version. Throws SchemaMismatch when they cannot be compared. */
export function comparisons(target: ManagedKind, lhs: Entries, rhs: Entries): Comparisons {
  const known = new Map<string, Comparison>();
  const compareAt = (version: ManagedVersion) => {
    const [mine, theirs] = [convert(target, lhs, target.version, version), convert(target, rhs, target.version, version)];
    const changes = excludeFields(compare(mine, theirs, version.schema), version.resetFields);
    known.set(version.apiVersion, changes);
    return changes;
  };
  const at = (apiVersion: string) => {
    const version = versionOf(target, apiVersion);
    return known.get(apiVersion) ?? (version && compareAt(version));
  };
  return { now: compareAt(target.version), at };
}

/** The object as ownership sees it: who owns what is no part of what is owned. */
export function withoutManagedFields(object: OwnedObject | undefined): Entries {
  if (object?.metadata?.managedFields === undefined) return (object ?? {}) as Entries;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
