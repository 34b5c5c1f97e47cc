import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Endpoints, type Pod, resources, type Service } from '@klockwork/resources';
import { podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { selectedPods, selectsPods, servicesOfPod } from '../service-endpoints/pod-membership.ts';
import { TriggerTimes } from '../service-endpoints/trigger-times.ts';
import { reconcileEndpoints, removeEndpoints } from './reconcile-endpoints.ts';

/** Keeps an Endpoints object for each Service that selects pods. Models `pkg/controller/endpoint`. */
export function endpointsController(informers: InformerFactory): Controller {
  const services = informers.informer<Service>(resources.services);
  const pods = podInformer(informers);
  const endpoints = informers.informer<Endpoints>(resources.endpoints);
  const triggerTimes = new TriggerTimes();
  return {
    name: 'endpoint-controller',
    keysOf: 'services',
    sources: [
      { informer: services, keys: ({ object }: Notice<Service>) => [keyOf(object)] },
      { informer: pods, keys: (notice: Notice<Pod>) => servicesOfPod(notice, services) },
      { informer: endpoints, keys: ({ object }: Notice<Endpoints>) => [keyOf(object)] },
    ],
    reconcile(key) {
      const [namespace, name] = splitKey(key);
      const service = services.get(namespace, name);
      const existing = endpoints.get(namespace, name);
      if (service === undefined) {
        triggerTimes.forget(key);
        return existing === undefined ? NOTHING : removeEndpoints(existing);
      }
      if (!selectsPods(service)) return NOTHING;
      const selected = selectedPods(service, pods);
      return reconcileEndpoints({ service, pods: selected, existing, triggerTime: triggerTimes.look(service, selected) });
    },
  };
}
