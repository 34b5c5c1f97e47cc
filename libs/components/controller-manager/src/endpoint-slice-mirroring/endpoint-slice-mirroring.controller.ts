import type { Controller } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Endpoints, resources, type Service } from '@klockwork/resources';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { managedSlices } from '../service-endpoints/managed-slices.ts';
import { MIRRORING_CONTROLLER } from './mirrored-slices.ts';
import { reconcileMirroring } from './reconcile-mirroring.ts';

/** Mirrors user-created Endpoints into slices. Models `pkg/controller/endpointslicemirroring`. */
export function endpointSliceMirroringController(informers: InformerFactory): Controller {
  const services = informers.informer<Service>(resources.services);
  const endpoints = informers.informer<Endpoints>(resources.endpoints);
  const slices = managedSlices(informers, MIRRORING_CONTROLLER);
  return {
    name: 'endpointslicemirroring-controller',
    keysOf: 'endpoints',
    sources: [
      { informer: endpoints, keys: ({ object }: Notice<Endpoints>) => [keyOf(object)] },
      { informer: services, keys: ({ object }: Notice<Service>) => [keyOf(object)] },
      slices.source,
    ],
    reconcile(key) {
      const [namespace, name] = splitKey(key);
      return reconcileMirroring({
        endpoints: endpoints.get(namespace, name),
        service: services.get(namespace, name),
        slices: slices.of(key),
      });
    },
  };
}
