import { semanticEqual } from '@klockwork/api-machinery';
import { type Controller, NOTHING, type Source } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import {
  amountsAbove,
  changesUsage,
  isOnlyCounted,
  type KubeObject,
  type ResourceQuota,
  type ResourceRef,
  resources,
  usageOf,
} from '@klockwork/resources';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import type { ServedKinds } from '../served-kinds/served-kinds.ts';
import { reconcileQuota } from './reconcile-quota.ts';

/**
 * Releases quota usage after deletions and shrinks; admission charges creations and growth. `kinds`: all namespaced kinds. Models
 * pkg/controller/resourcequota.
 */
export function resourceQuotaController(informers: InformerFactory, kinds: ServedKinds): Controller {
  const quotas = informers.informer<ResourceQuota>(resources.resourceQuotas);
  const countedOf = (kind: ResourceRef) => informers.informer<KubeObject>(kind, { metadataOnly: isOnlyCounted(kind) });
  const counted = new Map(kinds.all.map((kind) => [countedOf(kind), kind]));
  // Most namespaces have no quota, hence the expensive check of a change is last.
  const concerned = (kind: ResourceRef, notice: Notice): readonly string[] => {
    const inNamespace = quotas.list(notice.object.metadata?.namespace ?? '');
    return inNamespace.length > 0 && givesBack(kind, notice) ? inNamespace.map(keyOf) : [];
  };
  const sourceOf = (informer: Informer): Source => ({ informer, keys: (notice: Notice) => concerned(informer.resource, notice) });
  return {
    name: 'resourcequota-controller',
    keysOf: 'resourcequotas',
    sources: [
      {
        informer: quotas,
        keys: ({ object, previous }: Notice<ResourceQuota>) =>
          previous !== undefined && semanticEqual(previous.spec, object.spec) ? [] : [keyOf(object)],
      },
      ...[...counted.keys()].map(sourceOf),
    ],
    laterSources: (add) =>
      kinds.onAdded((kind) => {
        const informer = countedOf(kind);
        counted.set(informer, kind);
        add(sourceOf(informer));
      }),
    reconcile(key, now) {
      const quota = quotas.get(...splitKey(key));
      if (quota === undefined) return NOTHING;
      const { namespace = '' } = quota.metadata ?? {};
      const lists = new Map([...counted].map(([informer, kind]) => [kind, informer]));
      return reconcileQuota({ quota, kinds: [...lists.keys()], now, objectsOf: (kind) => lists.get(kind)?.list(namespace) ?? [] });
    },
  };
}

/** Returns whether a change reduces an object's usage, now or after its grace period, or moves it to other quotas. */
function givesBack(kind: ResourceRef, { object, previous, change }: Notice): boolean {
  if (change === 'deleted') return true;
  if (previous === undefined) return false;
  if (object.metadata?.deletionTimestamp !== previous.metadata?.deletionTimestamp) return true;
  return changesUsage(kind, previous, object) || Object.keys(amountsAbove(usageOf(kind, previous), usageOf(kind, object))).length > 0;
}
