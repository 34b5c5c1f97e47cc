import type { ManagedFieldsEntry } from '@klockwork/managed-fields';
import type { KindDefinition } from '@klockwork/resources';
import { apiVersionOf } from './ordered-object.ts';

/**
 * Returns the entries of a write with those of other served versions, which stay unchanged: comparing their fields would need calls to the
 * webhook that converts the kind. Earlier entries keep their order.
 */
export function withOtherVersions(
  kind: KindDefinition,
  before: readonly ManagedFieldsEntry[] = [],
  after: readonly ManagedFieldsEntry[] | undefined,
): readonly ManagedFieldsEntry[] | undefined {
  const others = new Set(kind.conversion?.versions.filter(({ version }) => version !== kind.version).map(apiVersionOf));
  const present = new Set(after?.map(identityOf));
  const otherEntries = before.filter((entry) => others.has(entry.apiVersion ?? '') && !present.has(identityOf(entry)));
  if (otherEntries.length === 0) return after;
  const places = new Map(before.map((entry, place) => [identityOf(entry), place]));
  const placeOf = (entry: ManagedFieldsEntry) => places.get(identityOf(entry)) ?? before.length;
  return Object.freeze([...otherEntries, ...(after ?? [])].sort((a, b) => placeOf(a) - placeOf(b)));
}

/** An apply replaces the entry of its manager in every version. */
function identityOf({ manager, operation, subresource, apiVersion }: ManagedFieldsEntry): string {
  return JSON.stringify([manager, operation, subresource, operation === 'Apply' ? '' : apiVersion]);
}
