import type { ManagedFieldsEntry } from './contract.ts';
import { difference, type FieldSet, fieldSet, intersection, isEmptySet } from './field-set.ts';
import { entriesOf, identifierOf, makeOwner, type Owner, ownerWith, readOwners } from './owner.ts';

/** Where a Scale has the number of replicas. */
const REPLICAS = fieldSet([['spec', 'replicas']]);

const SCALE_VERSION = 'autoscaling/v1';

/** Where a kind that can be scaled has its number of replicas. */
export interface ScaledKind {
  /** The versions that are served, the request's first: `['apps/v1']`. */
  readonly apiVersions: readonly [string, ...string[]];
  /** Made by `fieldSet`, of one field: `spec.replicas`. */
  readonly replicas: FieldSet;
}

/**
 * Who owns the replicas of an object, as owners of its Scale. Entries that cannot be read count as none.
 * Models `ScaleHandler.ToSubresource`.
 */
export function scaleEntries(
  parent: readonly ManagedFieldsEntry[] | undefined,
  { apiVersions, replicas }: ScaledKind,
): readonly ManagedFieldsEntry[] | undefined {
  const owners = ownersIn(parent).filter((owner) => apiVersions.includes(owner.apiVersion) && owns(owner, replicas));
  const scaled = owners.map((owner) => makeOwner({ ...owner, apiVersion: SCALE_VERSION, fieldsV1: REPLICAS }));
  return entriesOf(scaled, undefined);
}

/**
 * Who owns what of an object after a write to its Scale: the replicas are the Scale's owners', who were not there before have no time.
 * Entries of versions that are not served are dropped. Models `ScaleHandler.ToParent`.
 */
export function parentEntries(
  scale: readonly ManagedFieldsEntry[] | undefined,
  parent: readonly ManagedFieldsEntry[] | undefined,
  { apiVersions, replicas }: ScaledKind,
): readonly ManagedFieldsEntry[] | undefined {
  const scalers = new Map(ownersIn(scale).map((owner) => [identifierOf(owner), owner]));
  const before = ownersIn(parent);
  const owners = before
    .filter(({ apiVersion }) => apiVersions.includes(apiVersion))
    .map((owner) => {
      // Who owns them still keeps them; from anybody else the Scale has taken them.
      const keeps = !owns(owner, replicas) || scalers.delete(identifierOf(owner));
      return keeps ? owner : ownerWith(owner, difference(owner.fieldsV1, replicas));
    });
  const times = new Map(before.map((owner) => [identifierOf(owner), owner.time]));
  const scaled = [...scalers.values()]
    .filter((owner) => owns(owner, REPLICAS))
    .map((owner) => makeOwner({ ...owner, apiVersion: apiVersions[0], fieldsV1: replicas, time: times.get(identifierOf(owner)) }));
  return entriesOf([...owners.filter(({ fieldsV1 }) => !isEmptySet(fieldsV1)), ...scaled], parent);
}

function ownersIn(entries: readonly ManagedFieldsEntry[] | undefined): readonly Owner[] {
  const owners = readOwners(entries);
  return typeof owners === 'string' ? [] : owners;
}

function owns({ fieldsV1 }: Owner, field: FieldSet): boolean {
  return !isEmptySet(intersection(fieldsV1, field));
}
