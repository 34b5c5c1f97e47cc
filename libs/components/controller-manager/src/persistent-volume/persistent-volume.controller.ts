import { type Controller, type Key, NOTHING } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import {
  classNameOf,
  defaultClassOf,
  type PersistentVolume,
  type PersistentVolumeClaim,
  type Pod,
  resources,
  type StorageClass,
} from '@klockwork/resources';
import { claimKeys } from '@klockwork/scheduling';
import { BY_CLAIM, podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { reconcileClaim } from './reconcile-claim.ts';
import { reconcileVolume } from './reconcile-volume.ts';
import { RepeatedEventFilter } from './repeated-event-filter.ts';

/**
 * Brings claims and volumes together, and ends volumes whose claim is gone. Keys are those of claims (`namespace/name`) and of volumes
 * (`name`); one at a time, so that no two claims are given the same volume. Models pkg/controller/volume/persistentvolume.
 */
export function persistentVolumeController(informers: InformerFactory): Controller {
  const claims = informers.informer<PersistentVolumeClaim>(resources.persistentVolumeClaims);
  const volumes = informers.informer<PersistentVolume>(resources.persistentVolumes);
  const classes = informers.informer<StorageClass>(resources.storageClasses);
  const pods = podInformer(informers);
  const eventFilter = new RepeatedEventFilter();

  function claimView(claim: PersistentVolumeClaim) {
    const users = pods.byIndex(BY_CLAIM, keyOf(claim)).filter(({ spec }) => !spec?.nodeName);
    const unscheduledPods = users.map(({ metadata }) => metadata?.name ?? '').sort();
    const defaultClass = defaultClassOf(classes.list())?.metadata?.name;
    return { claim, volumes: volumes.list(), storageClass: classes.get('', classNameOf(claim)), defaultClass, unscheduledPods };
  }

  function claimOf({ spec }: PersistentVolume): PersistentVolumeClaim | undefined {
    const { namespace = '', name = '', uid } = spec?.claimRef ?? {};
    const claim = claims.get(namespace, name);
    return claim?.metadata?.uid === uid ? claim : undefined;
  }

  return {
    name: 'persistentvolume-controller',
    workers: 1,
    sources: [
      { informer: claims, keys: ({ object, change }: Notice<PersistentVolumeClaim>) => keysOfClaim(object, change, volumes) },
      { informer: volumes, keys: ({ object }: Notice<PersistentVolume>) => [keyOf(object), ...keysOfVolume(object, claims)] },
      {
        informer: classes,
        keys: ({ object }: Notice<StorageClass>) =>
          pendingOf(claims, ({ spec }) => (spec?.storageClassName ?? keyOf(object)) === keyOf(object)),
      },
      { informer: pods, keys: (notice: Notice<Pod>) => keysOfPod(notice, claims) },
    ],
    reconcile(key) {
      const [namespace, name] = splitKey(key);
      if (namespace === '') {
        const volume = volumes.get('', name);
        return volume === undefined ? NOTHING : reconcileVolume({ volume, claim: claimOf(volume) });
      }
      const claim = claims.get(namespace, name);
      if (claim !== undefined) return eventFilter.filter(key, reconcileClaim(claimView(claim)));
      eventFilter.forget(key);
      return NOTHING;
    },
  };
}

/** Keys of the claim, and of its current or previous volume. */
function keysOfClaim(claim: PersistentVolumeClaim, change: Notice['change'], volumes: Informer<PersistentVolume>): Key[] {
  const { namespace, name } = claim.metadata ?? {};
  const isReserved = ({ spec }: PersistentVolume) => spec?.claimRef?.namespace === namespace && spec?.claimRef?.name === name;
  const keys = change === 'deleted' ? volumes.list().filter(isReserved).map(keyOf) : [claim.spec?.volumeName ?? ''];
  return [keyOf(claim), ...keys.filter((volume) => volume !== '')];
}

/** Keys of the claim in `claimRef`; without one, of all pending claims, and of those with this `volumeName`. */
function keysOfVolume({ metadata, spec }: PersistentVolume, claims: Informer<PersistentVolumeClaim>): Key[] {
  const { namespace, name } = spec?.claimRef ?? {};
  const own = namespace === undefined || name === undefined ? [] : [`${namespace}/${name}`];
  return [...new Set([...own, ...pendingOf(claims, (claim) => !spec?.claimRef || claim.spec?.volumeName === metadata?.name)])];
}

function pendingOf(claims: Informer<PersistentVolumeClaim>, isMeant: (claim: PersistentVolumeClaim) => boolean): Key[] {
  return claims
    .list()
    .filter((claim) => isMeant(claim) && claim.status?.phase !== 'Bound')
    .map(keyOf);
}

/** Pending claims of a new, deleted or newly bound pod. */
function keysOfPod({ object, previous, change }: Notice<Pod>, claims: Informer<PersistentVolumeClaim>): Key[] {
  if (change === 'updated' && object.spec?.nodeName === previous?.spec?.nodeName) return [];
  return claimKeys(object).filter((key) => claims.get(...splitKey(key))?.status?.phase === 'Pending');
}
