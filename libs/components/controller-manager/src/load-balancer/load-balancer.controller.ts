import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { resources, type Service } from '@klockwork/resources';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { reconcileLoadBalancer } from './reconcile-load-balancer.ts';

/** Load balancers of the lab: addresses on the loopback network of its machine. Models cloud-provider's `controllers/service`. */
export function loadBalancerController(informers: InformerFactory): Controller {
  const services = informers.informer<Service>(resources.services);
  return {
    name: 'service-controller',
    keysOf: 'services',
    sources: [{ informer: services, keys: ({ object, change }: Notice<Service>) => (change === 'deleted' ? [] : [keyOf(object)]) }],
    reconcile(key) {
      const service = services.get(...splitKey(key));
      return service === undefined ? NOTHING : reconcileLoadBalancer(service);
    },
  };
}
