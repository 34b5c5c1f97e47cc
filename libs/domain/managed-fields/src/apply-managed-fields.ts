import { conflictError, conflictsOf, type DisputedFields } from './apply-conflict.ts';
import { capUpdaters } from './cap-updaters.ts';
import { checkApplied, objectText, unexpected } from './check-applied.ts';
import type { ApplyResult, ManagedApply, OwnedObject } from './contract.ts';
import { difference, EMPTY, type FieldSet, inOrder, intersection, isEmptySet } from './field-set.ts';
import { remainingDisputes, withLastApplied } from './last-applied.ts';
import { ownChanges } from './own-changes.ts';
import { entriesOf, type Owner, readOwners } from './owner.ts';
import { entryOf, NEVER_OWNED, ownEntry, removeOwnership } from './ownership.ts';
import { prune } from './prune.ts';
import { fieldsIn } from './typed/field-set-of.ts';
import { merge } from './typed/merge.ts';
import { SchemaMismatch } from './typed/mismatch.ts';
import { mismatchText } from './typed/validate.ts';
import { sameValue } from './typed/values.ts';
import { differences, ownable, withoutManagedFields } from './versions.ts';

/** Owner of fields set before the first apply. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/** Result of an apply without conflicts, and the conflicting fields. */
interface Attempt {
  readonly object: OwnedObject;
  readonly owners: readonly Owner[];
  readonly disputed: readonly DisputedFields[];
}

/**
 * Merges a configuration into the live object. The manager owns all applied fields; fields that it drops, without other owners, are
 * removed. Different values of other owners conflict, unless `force` takes them over. Throws BadRequest for another kind or for
 * managedFields in the body, and, as upstream, a 500 without reason for a body that does not fit the schema. Models `FieldManager.Apply`
 * and `merge.Updater.Apply`.
 */
export function applyManagedFields(apply: ManagedApply): ApplyResult {
  checkApplied(apply);
  const attempt = attemptApply(apply, ownersBefore(apply));
  const fields = apply.force ? [] : remainingDisputes(attempt.disputed, apply);
  if (fields.length > 0) {
    const conflicts = conflictsOf(fields);
    return { type: 'conflict', conflicts, error: conflictError(conflicts) };
  }
  const managedFields = entriesOf(attempt.owners, apply.live?.metadata?.managedFields);
  return { type: 'applied', object: withLastApplied(attempt.object, apply), managedFields };
}

/** Returns existing owners. An object without any gets an owner of all its fields. Models `skipNonAppliedManager.Apply`. */
function ownersBefore(apply: ManagedApply): readonly Owner[] {
  const { live } = apply;
  const owners = readOwners(live?.metadata?.managedFields);
  if (typeof owners === 'string') throw unexpected(`failed to decode managed fields: ${owners}`);
  if (owners.length > 0 || live === undefined) return owners;
  const create = () => ownChanges([], undefined, live, { ...apply, manager: BEFORE_FIRST_APPLY });
  return capUpdaters(
    onLive(apply, create, (what) => `failed to create manager for existing fields: failed to convert new object ${what} to smd typed`),
  );
}

function attemptApply(apply: ManagedApply, owners: readonly Owner[]): Attempt {
  return onLive(
    apply,
    () => mergeApplied(apply, owners),
    (what) => `failed to create typed live object ${what}`,
  );
}

/** The body is already valid, so items without keys belong to the live object. */
function onLive<Result>({ live = {}, target }: ManagedApply, act: () => Result, failure: (what: string) => string): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SchemaMismatch)) throw error;
    const mismatch = mismatchText(withoutManagedFields(live), target.version.schema, { allowDuplicates: true }) ?? error.message;
    throw unexpected(`${failure(`(${objectText(live)})`)}: ${mismatch}`);
  }
}

function mergeApplied(apply: ManagedApply, owners: readonly Owner[]): Attempt {
  const { version } = apply.target;
  const { schema } = version;
  const [before, applied] = [withoutManagedFields(apply.live), withoutManagedFields(apply.applied)];
  const last = ownEntry(owners, apply, 'Apply');
  const others = owners.filter((owner) => owner !== last);
  const mine = ownable(fieldsIn(applied, schema), version);
  const applier = entryOf(apply, 'Apply', mine, { had: last, time: apply.now });
  const object = prune(merge(before, applied, schema), apply.target, last, [applier, ...others]);
  const unchanged = sameValue(before, object);
  const differencesAt = differences(apply.target, before, object);
  return {
    object: (unchanged ? apply.live : object) ?? {},
    owners: [
      ...removeOwnership(others, (apiVersion) => differencesAt(apiVersion)?.touched),
      ...ownApplied(apply, applier, last, unchanged),
    ],
    disputed: others.flatMap((owner) => disputeWith(owner, differencesAt(owner.apiVersion)?.changed)),
  };
}

function disputeWith(owner: Owner, changedFieldSet: FieldSet = EMPTY): DisputedFields[] {
  const fields = intersection(owner.fieldsV1, changedFieldSet);
  return isEmptySet(fields) ? [] : [{ owner, fields }];
}

/**
 * Returns the applier's entry. Its time changes with the object only; an applier that only shares values has none. Models
 * `managedFieldsUpdater.Apply`.
 */
function ownApplied(apply: ManagedApply, applier: Owner, last: Owner | undefined, unchanged: boolean): Owner[] {
  const fields = difference(applier.fieldsV1, NEVER_OWNED);
  if (isEmptySet(fields)) return [];
  const same = last !== undefined && sameValue(last.fieldsV1, fields);
  return [entryOf(apply, 'Apply', same ? last.fieldsV1 : inOrder(fields), { had: last, time: unchanged ? last?.time : apply.now })];
}
