import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type PersistentVolumeClaim, type Pod, resources } from '@klockwork/resources';
import { BY_CLAIM, podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { RepeatedEventFilter } from '../persistent-volume/repeated-event-filter.ts';
import { reconcileEphemeralVolumes } from './reconcile-ephemeral-volumes.ts';

/** Creates claims for ephemeral volumes of pods. Models pkg/controller/volume/ephemeral. */
export function ephemeralVolumeController(informers: InformerFactory): Controller {
  const pods = podInformer(informers);
  const claims = informers.informer<PersistentVolumeClaim>(resources.persistentVolumeClaims);
  const repeatedEvents = new RepeatedEventFilter();
  return {
    name: 'ephemeral_volume',
    keysOf: 'pods',
    sources: [
      { informer: pods, keys: ({ object }: Notice<Pod>) => (bringsClaims(object) ? [keyOf(object)] : []) },
      {
        informer: claims,
        keys: ({ object, change }: Notice<PersistentVolumeClaim>) =>
          change === 'deleted' ? pods.byIndex(BY_CLAIM, keyOf(object)).filter(bringsClaims).map(keyOf) : [],
      },
    ],
    reconcile(key) {
      const pod = pods.get(...splitKey(key));
      if (pod === undefined) {
        repeatedEvents.forget(key);
        return NOTHING;
      }
      const [namespace] = splitKey(key);
      return repeatedEvents.filter(
        key,
        reconcileEphemeralVolumes(pod, (name) => claims.get(namespace, name)),
      );
    },
  };
}

function bringsClaims({ spec }: Pod): boolean {
  return (spec?.volumes ?? []).some(({ ephemeral }) => ephemeral !== undefined);
}
