import { compareText } from '@klockwork/api-machinery';
import { union } from './field-set.ts';
import { compareTimes, identifierOf, makeOwner, type Owner, ownerWith } from './owner.ts';

/** Max number of update entries of an object. Models `DefaultMaxUpdateManagers`. */
const UPDATERS_MAX = 10;

/** Owner of the oldest updates beyond the maximum number of updaters. */
const ANCIENT = 'ancient-changes';

/** Merges the oldest entries of updates, version by version, until few enough are left. Models `capManagersManager`. */
export function capUpdaters(owners: readonly Owner[]): readonly Owner[] {
  const updaters = owners.filter(({ operation }) => operation === 'Update');
  if (updaters.length <= UPDATERS_MAX) return owners;
  const left = new Map(owners.map((owner) => [identifierOf(owner), owner]));
  const firsts = new Map<string, string>();
  let count = updaters.length;
  for (const owner of updaters.toSorted(oldestFirst)) {
    if (count <= UPDATERS_MAX) break;
    const first = firsts.get(owner.apiVersion);
    if (first === undefined) firsts.set(owner.apiVersion, identifierOf(owner));
    else {
      mergeIntoBucket(left, owner, first);
      count -= 1;
    }
  }
  return [...left.values()];
}

/** The bucket gets the time of the last merged entry, its newest. */
function mergeIntoBucket(left: Map<string, Owner>, owner: Owner, first: string): void {
  const { apiVersion } = owner;
  const named = (one: Owner) => makeOwner({ manager: ANCIENT, operation: 'Update', apiVersion, fieldsV1: one.fieldsV1, time: one.time });
  const bucket = identifierOf(named(owner));
  const oldest = left.get(bucket) ?? left.get(first) ?? owner;
  if (!left.has(bucket)) left.delete(first);
  left.delete(identifierOf(owner));
  left.set(bucket, ownerWith(named(owner), union(owner.fieldsV1, oldest.fieldsV1)));
}

function oldestFirst(a: Owner, b: Owner): number {
  return compareTimes(a, b) || compareText(identifierOf(a), identifierOf(b));
}
