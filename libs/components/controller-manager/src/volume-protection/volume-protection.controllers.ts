import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import {
  attributesClasses,
  type KubeObject,
  type PersistentVolume,
  type PersistentVolumeClaim,
  type Pod,
  resources,
} from '@klockwork/resources';
import { claimKeys } from '@klockwork/scheduling';
import { BY_CLAIM, podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { reconcileProtection } from './reconcile-protection.ts';

/** Protects claims used by pods on nodes. Models pkg/controller/volume/pvcprotection. */
export function claimProtectionController(informers: InformerFactory): Controller {
  const resource = resources.persistentVolumeClaims;
  const claims = informers.informer<PersistentVolumeClaim>(resource);
  const pods = podInformer(informers);
  return {
    name: 'pvc-protection-controller',
    keysOf: 'persistentvolumeclaims',
    sources: [
      { informer: claims, keys: ({ object }: Notice<PersistentVolumeClaim>) => [keyOf(object)] },
      { informer: pods, keys: ({ object, change }: Notice<Pod>) => (change === 'deleted' ? claimKeys(object) : []) },
    ],
    reconcile(key) {
      const object = claims.get(...splitKey(key));
      if (object === undefined) return NOTHING;
      // Unbound pods are irrelevant: the scheduler places no pod with a claim under deletion.
      const inUse = pods.byIndex(BY_CLAIM, key).some(({ spec }) => Boolean(spec?.nodeName));
      return reconcileProtection({ object, resource, finalizer: 'kubernetes.io/pvc-protection', inUse });
    },
  };
}

/** Protects bound volumes. Models pkg/controller/volume/pvprotection. */
export function volumeProtectionController(informers: InformerFactory): Controller {
  const resource = resources.persistentVolumes;
  const volumes = informers.informer<PersistentVolume>(resource);
  return {
    name: 'pv-protection-controller',
    keysOf: 'persistentvolumes',
    sources: [{ informer: volumes, keys: ({ object }: Notice<PersistentVolume>) => [keyOf(object)] }],
    reconcile(key) {
      const object = volumes.get('', key);
      if (object === undefined) return NOTHING;
      return reconcileProtection({ object, resource, finalizer: 'kubernetes.io/pv-protection', inUse: object.status?.phase === 'Bound' });
    },
  };
}

/** Lets classes of attributes go that no claim and no volume names. Models pkg/controller/volume/vacprotection. */
export function attributesClassProtectionController(informers: InformerFactory): Controller {
  const resource = resources.volumeAttributesClasses;
  const classes = informers.informer<KubeObject>(resource);
  const claims = informers.informer<PersistentVolumeClaim>(resources.persistentVolumeClaims);
  const volumes = informers.informer<PersistentVolume>(resources.persistentVolumes);
  return {
    name: 'volumeattributesclass-protection-controller',
    keysOf: 'volumeattributesclasses',
    sources: [
      { informer: classes, keys: ({ object }: Notice<KubeObject>) => [keyOf(object)] },
      { informer: claims, keys: ({ object, previous }: Notice<PersistentVolumeClaim>) => attributesClasses(previous ?? object) },
      { informer: volumes, keys: ({ object, previous }: Notice<PersistentVolume>) => classOfVolume(previous ?? object) },
    ],
    reconcile(key) {
      const object = classes.get('', key);
      if (object === undefined) return NOTHING;
      const inUse =
        claims.list().some((claim) => attributesClasses(claim).includes(key)) ||
        volumes.list().some((volume) => classOfVolume(volume).includes(key));
      return reconcileProtection({ object, resource, finalizer: 'kubernetes.io/vac-protection', inUse });
    },
  };
}

function classOfVolume({ spec }: PersistentVolume): string[] {
  return spec?.volumeAttributesClassName ? [spec.volumeAttributesClassName] : [];
}
