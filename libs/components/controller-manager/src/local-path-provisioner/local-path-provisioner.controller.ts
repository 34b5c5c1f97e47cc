import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { classNameOf, type PersistentVolume, type PersistentVolumeClaim, resources, type StorageClass } from '@klockwork/resources';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { RepeatedEventFilter } from '../persistent-volume/repeated-event-filter.ts';
import { LOCAL_PATH, reconcileProvisioning, reconcileRelease, volumeNameFor } from './reconcile-provisioning.ts';

/**
 * Provisioner of the default storage class; runs as a pod in real clusters. Keys are claims (`namespace/name`) and volumes (`name`). Models
 * rancher/local-path-provisioner without its helper pods.
 */
export function localPathProvisioner(informers: InformerFactory): Controller {
  const claims = informers.informer<PersistentVolumeClaim>(resources.persistentVolumeClaims);
  const volumes = informers.informer<PersistentVolume>(resources.persistentVolumes);
  const classes = informers.informer<StorageClass>(resources.storageClasses);
  const eventFilter = new RepeatedEventFilter();
  return {
    name: LOCAL_PATH,
    sources: [
      { informer: claims, keys: ({ object }: Notice<PersistentVolumeClaim>) => [keyOf(object)] },
      { informer: volumes, keys: ({ object }: Notice<PersistentVolume>) => [keyOf(object)] },
      { informer: classes, keys: () => [] },
    ],
    reconcile(key) {
      const [namespace, name] = splitKey(key);
      if (namespace === '') {
        const volume = volumes.get('', name);
        return volume === undefined ? NOTHING : reconcileRelease(volume);
      }
      const claim = claims.get(namespace, name);
      if (claim === undefined) {
        eventFilter.forget(key);
        return NOTHING;
      }
      const view = { claim, storageClass: classes.get('', classNameOf(claim)), volume: volumes.get('', volumeNameFor(claim)) };
      return eventFilter.filter(key, reconcileProvisioning(view));
    },
  };
}
