import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Pod, podCondition } from '@klockwork/resources';
import { podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { reconcileStaleDisruption } from './reconcile-stale-disruption.ts';

/** Resets stale DisruptionTarget conditions. Models the other half of pkg/controller/disruption. */
export function staleDisruptionController(informers: InformerFactory): Controller {
  const pods = podInformer(informers);
  return {
    name: 'disruption-controller',
    keysOf: 'pods',
    sources: [
      {
        informer: pods,
        keys: ({ object, change }: Notice<Pod>) =>
          change !== 'deleted' && podCondition(object, 'DisruptionTarget')?.status === 'True' ? [keyOf(object)] : [],
      },
    ],
    reconcile(key, now) {
      const pod = pods.get(...splitKey(key));
      return pod === undefined ? NOTHING : reconcileStaleDisruption(pod, now);
    },
  };
}
