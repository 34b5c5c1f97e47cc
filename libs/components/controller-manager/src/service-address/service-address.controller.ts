import type { Controller } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type IPAddress, resources, type Service } from '@klockwork/resources';
import { addressesOf, reconcileServiceAddress } from './reconcile-service-address.ts';

/** Finds Services by their addresses. */
const BY_ADDRESS = 'address';

/**
 * Maintains an IPAddress for each cluster IP. Upstream's API server writes both in one request and repairs them like here; our API writes
 * one object at a time.
 */
export function serviceAddressController(informers: InformerFactory): Controller {
  const services = informers.informer<Service>(resources.services, { indexes: { [BY_ADDRESS]: addressesOf } });
  const addresses = informers.informer<IPAddress>(resources.ipAddresses);
  return {
    name: 'service-address-controller',
    keysOf: 'ipaddresses',
    sources: [
      {
        informer: services,
        keys: ({ object, previous }: Notice<Service>) => [...new Set([...addressesOf(object), ...(previous ? addressesOf(previous) : [])])],
      },
      { informer: addresses, keys: ({ object }: Notice<IPAddress>) => [object.metadata?.name ?? ''] },
    ],
    reconcile(address) {
      const [service] = services.byIndex(BY_ADDRESS, address);
      return reconcileServiceAddress({ address, service, existing: addresses.get('', address) });
    },
  };
}
