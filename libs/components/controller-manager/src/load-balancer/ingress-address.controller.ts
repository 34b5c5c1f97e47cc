import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Ingress, resources } from '@klockwork/resources';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { reconcileIngressAddress } from './reconcile-ingress-address.ts';

/** Addresses of Ingresses: that of the lab's own router. Models the status of ingress-nginx. */
export function ingressAddressController(informers: InformerFactory): Controller {
  const ingresses = informers.informer<Ingress>(resources.ingresses);
  return {
    name: 'ingress-controller',
    keysOf: 'ingresses',
    sources: [{ informer: ingresses, keys: ({ object, change }: Notice<Ingress>) => (change === 'deleted' ? [] : [keyOf(object)]) }],
    reconcile(key) {
      const ingress = ingresses.get(...splitKey(key));
      return ingress === undefined ? NOTHING : reconcileIngressAddress(ingress);
    },
  };
}
