import { semanticEqual } from '@klockwork/api-machinery';
import { type Controller, NOTHING, type Source } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import type { ServedKinds } from '../served-kinds/served-kinds.ts';
import { waitsForDependents } from './garbage-view.ts';
import { ObjectGraph } from './object-graph.ts';
import { reconcileGarbage } from './reconcile-garbage.ts';

/** Deletes what has lost its owners. `kinds` are all kinds whose objects may own or be owned. Models pkg/controller/garbagecollector. */
export function garbageCollectorController(informers: InformerFactory, kinds: ServedKinds): Controller {
  const graph = new ObjectGraph(informers, kinds.all);
  const sourceOf = (informer: Informer): Source => ({
    informer,
    keys: (notice: Notice) => keysOf(notice, informer.resource, graph),
  });
  return {
    name: 'garbage-collector-controller',
    workers: 20,
    sources: graph.informers.map(sourceOf),
    // An owner deleted before the first list of its kind sends no notice.
    laterSources: (add) => kinds.onAdded((kind) => add({ ...sourceOf(graph.add(kind)), afterSync: () => graph.takeUnresolved(kind) })),
    // This cache may lag behind a new owner: catch up before treating owners as absent.
    freshen(key) {
      const item = graph.find(key);
      const stale = item === undefined ? [] : graph.informersOfAbsent(graph.viewOf(item));
      return stale.length === 0 ? undefined : Promise.all(stale.map((informer) => informer.catchUp())).then(() => undefined);
    },
    reconcile(key) {
      const item = graph.find(key);
      return item === undefined ? NOTHING : reconcileGarbage(graph.viewOf(item));
    },
  };
}

/** Keys after a change: the object itself, dependents of a deleted owner, and owners waiting for this object. */
function keysOf({ object, previous, change }: Notice, resource: ResourceRef, graph: ObjectGraph): string[] {
  if (change === 'updated' && previous !== undefined && samePlace(object, previous)) return [];
  const keys = change === 'deleted' || isAlone(object) ? [] : [graph.keyOf({ resource, object })];
  if (change === 'deleted' || waitsForDependents(object)) keys.push(...graph.dependentsOf(object.metadata?.uid ?? '').map(graph.keyOf));
  return [...new Set([...keys, ...graph.waitingOwnersOf(object), ...(previous === undefined ? [] : graph.waitingOwnersOf(previous))])];
}

/** True for an object that its own reconcile always keeps: neither deleted nor owned. Most objects are. */
function isAlone({ metadata }: KubeObject): boolean {
  return metadata?.deletionTimestamp === undefined && (metadata?.ownerReferences ?? []).length === 0;
}

function samePlace({ metadata: a }: KubeObject, { metadata: b }: KubeObject): boolean {
  return (
    a?.deletionTimestamp === b?.deletionTimestamp &&
    semanticEqual(a?.ownerReferences, b?.ownerReferences) &&
    semanticEqual(a?.finalizers, b?.finalizers)
  );
}
