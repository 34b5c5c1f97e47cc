import type { ManagedFieldsEntry, OwnedObject } from './contract.ts';
import { sameValue } from './typed/values.ts';
import { withoutManagedFields } from './versions.ts';

/**
 * The entries to store with `next`: those of `live` when the two objects differ in the times of their entries at most, so that a write
 * that changes nothing stays one. To be asked after admission. Models `IgnoreManagedFieldsTimestampsTransformer`.
 */
export function keepTimes(live: OwnedObject, next: OwnedObject): readonly ManagedFieldsEntry[] | undefined {
  const [before, after] = [live.metadata?.managedFields, next.metadata?.managedFields];
  if (before === undefined || after === undefined || before === after || before.length !== after.length) return after;
  if (!before.every((entry, index) => sameValue(timeless(entry), timeless(after[index])))) return after;
  return sameValue(withoutManagedFields(live), withoutManagedFields(next)) ? before : after;
}

function timeless(entry: ManagedFieldsEntry | undefined): ManagedFieldsEntry {
  return { ...entry, time: undefined };
}
