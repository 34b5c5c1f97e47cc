import { cellOf, type LabObject } from '../store/row.ts';
import type { Rows } from '../store/rows.ts';
import { byName } from './by-name.ts';
import { podTone } from './tone.ts';

/** Owner at the top of the ownerReferences of pods. */
export interface MapOwner {
  /** `Deployment/default/web`. */
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** Keys of its pods. */
  readonly pods: readonly string[];
  readonly readyPods: number;
}

export interface MapOwners {
  /** Owners by kind and name. */
  readonly owners: readonly MapOwner[];
  readonly byPod: ReadonlyMap<string, MapOwner>;
}

/** Owned kinds between pods and their top owners, by kind. */
export type BetweenKinds = Readonly<Record<string, Rows>>;

/** Pods of one owner; `owner`: undefined for pods without one. */
export interface OwnedPods<T> {
  readonly owner: MapOwner | undefined;
  readonly pods: readonly T[];
}

interface OwnerName {
  readonly kind: string;
  readonly name: string;
}

/** Max number of owners above a pod: ownerReferences may form a circle. */
const DEPTH_MAX = 4;

/** Returns the top owners of pods. `between`: rows of ReplicaSets and Jobs, whose own owners are looked up. */
export function mapOwners(pods: Rows, between: BetweenKinds): MapOwners {
  const found = [...pods.byKey.values()].flatMap((row) => {
    const top = topOwner(row.object, between);
    const isReady = podTone(cellOf(row, pods.columns, 'Status'), cellOf(row, pods.columns, 'Ready')) === 'good';
    return top === undefined ? [] : [{ id: [top.kind, row.object.metadata.namespace, top.name].join('/'), top, key: row.key, isReady }];
  });
  const owners = [...Map.groupBy(found, ({ id }) => id)].map(([id, members]) => ({
    ...{ id, kind: members[0]?.top.kind ?? '', name: members[0]?.top.name ?? '', pods: members.map(({ key }) => key) },
    readyPods: members.filter(({ isReady }) => isReady).length,
  }));
  owners.sort((one, other) => byName(one.id, other.id));
  return { owners, byPod: new Map(owners.flatMap((owner) => owner.pods.map((key) => [key, owner] as const))) };
}

/** Returns pods by owner in the order of owners; pods without an owner are last. */
export function groupedByOwner<T extends { readonly key: string }>(pods: readonly T[], { byPod }: MapOwners): readonly OwnedPods<T>[] {
  const groups = [...Map.groupBy(pods, ({ key }) => byPod.get(key))].map(([owner, members]) => ({ owner, pods: members }));
  return groups.sort(({ owner: one }, { owner: other }) => {
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    return byName(one.id, other.id);
  });
}

function topOwner(pod: LabObject, between: BetweenKinds): OwnerName | undefined {
  let top: OwnerName | undefined;
  let object: LabObject | undefined = pod;
  for (let depth = 0; depth < DEPTH_MAX && object !== undefined; depth++) {
    const controller: OwnerName | undefined = object.metadata.ownerReferences?.find(({ controller: controls }) => controls === true);
    if (controller === undefined) return top;
    top = { kind: controller.kind, name: controller.name };
    object = between[top.kind]?.byKey.get(`${pod.metadata.namespace}/${top.name}`)?.object;
  }
  return top;
}
