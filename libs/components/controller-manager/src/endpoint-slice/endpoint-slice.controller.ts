import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type EndpointSlice, type Node, type Pod, resources, SERVICE_NAME_LABEL, type Service } from '@klockwork/resources';
import { podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { servicesOnNode } from '../service-endpoints/node-keys.ts';
import { selectedPods, selectsPods, servicesOfPod } from '../service-endpoints/pod-membership.ts';
import { TriggerTimes } from '../service-endpoints/trigger-times.ts';
import { reconcileEndpointSlices } from './reconcile-endpoint-slices.ts';
import { MANAGED_BY_LABEL, SLICE_CONTROLLER } from './slice-draft.ts';

const BY_SERVICE = 'managed-for-service';

/** Tells in EndpointSlices which pods answer for each Service that selects some. Models `pkg/controller/endpointslice`. */
export function endpointSliceController(informers: InformerFactory): Controller {
  const services = informers.informer<Service>(resources.services);
  const nodes = informers.informer<Node>(resources.nodes);
  const pods = podInformer(informers);
  const slices = informers.informer<EndpointSlice>(resources.endpointSlices, { indexes: { [BY_SERVICE]: serviceKeys } });
  const triggerTimes = new TriggerTimes();
  return {
    name: 'endpointslice-controller',
    keysOf: 'services',
    sources: [
      { informer: services, keys: ({ object }: Notice<Service>) => [keyOf(object)] },
      { informer: pods, keys: (notice: Notice<Pod>) => servicesOfPod(notice, services) },
      { informer: nodes, keys: (notice: Notice<Node>) => servicesOnNode(notice, pods, services) },
      {
        informer: slices,
        keys: ({ object, previous }: Notice<EndpointSlice>) => [object, ...(previous ? [previous] : [])].flatMap(serviceKeys),
      },
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
        slices: slices.byIndex(BY_SERVICE, key).filter(({ metadata }) => metadata?.deletionTimestamp === undefined),
        node: (name) => nodes.get('', name),
        triggerTime: triggerTimes.look(service, selected),
      });
    },
  };
}

/** The Service that a slice of ours belongs to. */
function serviceKeys({ metadata }: EndpointSlice): string[] {
  const { [MANAGED_BY_LABEL]: manager, [SERVICE_NAME_LABEL]: service = '' } = metadata?.labels ?? {};
  return manager === SLICE_CONTROLLER && service !== '' ? [`${metadata?.namespace}/${service}`] : [];
}
