import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Node, type Pod, resources, type Service } from '@klockwork/resources';
import { podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { managedSlices } from '../service-endpoints/managed-slices.ts';
import { servicesOnNode } from '../service-endpoints/node-keys.ts';
import { selectedPods, selectsPods, servicesOfPod } from '../service-endpoints/pod-membership.ts';
import { TriggerTimes } from '../service-endpoints/trigger-times.ts';
import { reconcileEndpointSlices } from './reconcile-endpoint-slices.ts';
import { SLICE_CONTROLLER } from './slice-draft.ts';

/** Tells in EndpointSlices which pods answer for each Service that selects some. Models `pkg/controller/endpointslice`. */
export function endpointSliceController(informers: InformerFactory): Controller {
  const services = informers.informer<Service>(resources.services);
  const nodes = informers.informer<Node>(resources.nodes);
  const pods = podInformer(informers);
  const slices = managedSlices(informers, SLICE_CONTROLLER);
  const triggerTimes = new TriggerTimes();
  return {
    name: 'endpointslice-controller',
    keysOf: 'services',
    sources: [
      { informer: services, keys: ({ object }: Notice<Service>) => [keyOf(object)] },
      { informer: pods, keys: (notice: Notice<Pod>) => servicesOfPod(notice, services) },
      { informer: nodes, keys: (notice: Notice<Node>) => servicesOnNode(notice, pods, services) },
      slices.source,
    ],
    reconcile(key) {
      const service = services.get(...splitKey(key));
      if (service === undefined || !selectsPods(service)) {
        triggerTimes.forget(key);
        return NOTHING;
      }
      const selected = selectedPods(service, pods);
      return reconcileEndpointSlices({
        service,
        pods: selected,
        slices: slices.of(key),
        node: (name) => nodes.get('', name),
        nodes: () => nodes.list(),
        triggerTime: triggerTimes.look(service, selected),
      });
    },
  };
}
