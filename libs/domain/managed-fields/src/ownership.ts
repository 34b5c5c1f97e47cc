import type { ManagedWrite } from './contract.ts';
import { difference, type FieldSet, fieldSet, isEmptySet, union } from './field-set.ts';
import { makeOwner, type Owner, ownerWith } from './owner.ts';

const META = ['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion'];

/** Fields without owners. Models `stripMetaManager`. */
export const NEVER_OWNED = fieldSet([['apiVersion'], ['kind'], ['metadata'], ...META.map((name) => ['metadata', name])]);

/** The field `managedFields` itself, which has no owner. */
export const ENTRIES = fieldSet([['metadata', 'managedFields']]);

const STAMPED = ['uid', 'resourceVersion', 'creationTimestamp', 'generation'];

/** Fields that the system sets on existing objects, regardless of an update's values. */
export const SYSTEM = union(ENTRIES, fieldSet([['apiVersion'], ['kind'], ...STAMPED.map((name) => ['metadata', name])]));

/** Returns the writer's entry, if any. Appliers have a single entry for all versions. Models `buildManagerInfoManager`. */
export function ownEntry(owners: readonly Owner[], write: ManagedWrite, operation: Owner['operation']): Owner | undefined {
  const { manager, apiVersion } = writerOf(write);
  return owners.find(
    (owner) =>
      owner.operation === operation &&
      owner.manager === manager &&
      (owner.subresource ?? '') === write.subresource &&
      (operation === 'Apply' || owner.apiVersion === apiVersion),
  );
}

/** Returns the writer's entry with this set and time; `had` itself if equal. */
export function entryOf(
  write: ManagedWrite,
  operation: Owner['operation'],
  fieldsV1: FieldSet,
  { had, time }: { readonly had: Owner | undefined; readonly time: string | undefined },
): Owner {
  const { apiVersion, manager } = writerOf(write);
  if (had?.apiVersion === apiVersion && had.fieldsV1 === fieldsV1 && had.time === time) return had;
  return makeOwner({ manager, subresource: write.subresource, apiVersion, time, operation, fieldsV1 });
}

/** Returns owners without changed fields, compared in each owner's version. */
export function removeOwnership(owners: readonly Owner[], touchedAt: (apiVersion: string) => FieldSet | undefined): Owner[] {
  const left: Owner[] = [];
  for (const owner of owners) {
    const touchedFieldSet = touchedAt(owner.apiVersion);
    const fields = touchedFieldSet && difference(owner.fieldsV1, touchedFieldSet);
    if (fields !== undefined && !isEmptySet(fields)) left.push(ownerWith(owner, fields));
  }
  return left;
}

function writerOf({ manager, target }: ManagedWrite): { readonly manager: string; readonly apiVersion: string } {
  return { manager: manager === '' ? 'unknown' : manager, apiVersion: target.version.apiVersion };
}
