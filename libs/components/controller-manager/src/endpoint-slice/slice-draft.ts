import { semanticEqual } from '@klockwork/api-machinery';
import { type EndpointPort, type EndpointSlice, resources, SERVICE_NAME_LABEL, type Service } from '@klockwork/resources';
import { controllerReference } from '../ownership/owner-reference.ts';
import { HEADLESS_LABEL, hasAddress } from '../service-endpoints/headless.ts';
import { MANAGED_BY_LABEL } from '../service-endpoints/managed-slices.ts';
import { slicePrefix } from '../service-endpoints/slice-prefix.ts';

/** What slices of ours name as who looks after them. */
export const SLICE_CONTROLLER = 'endpointslice-controller.k8s.io';

const RESERVED = [SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL];

/** An empty slice of a Service for endpoints with these ports. Models `newEndpointSlice`. */
export function newSlice(service: Service, ports: EndpointPort[]): EndpointSlice {
  const { namespace = '', name = '' } = service.metadata ?? {};
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      namespace,
      generateName: slicePrefix(name),
      labels: sliceLabels(service),
      ownerReferences: [controllerReference(resources.services, service)],
    },
    addressType: 'IPv4',
    endpoints: [],
    ports,
  };
}

/** The labels of a Service's slices: its own, and those that are reserved. Models `setEndpointSliceLabels`. */
export function sliceLabels(service: Service): Record<string, string> {
  return {
    ...withoutReserved(service.metadata?.labels),
    ...(hasAddress(service) ? {} : { [HEADLESS_LABEL]: '' }),
    [SERVICE_NAME_LABEL]: service.metadata?.name ?? '',
    [MANAGED_BY_LABEL]: SLICE_CONTROLLER,
  };
}

/** True when the Service's own labels are no longer those of the slice. */
export function labelsDiffer(slice: EndpointSlice, service: Service): boolean {
  return !semanticEqual(withoutReserved(slice.metadata?.labels), withoutReserved(service.metadata?.labels));
}

/** True for a slice of this very Service, not of one before it with the same name. */
export function isOwnedBy({ metadata }: EndpointSlice, service: Service): boolean {
  return (metadata?.ownerReferences ?? []).some(({ uid, kind }) => kind === 'Service' && uid === service.metadata?.uid);
}

function withoutReserved(labels: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !RESERVED.includes(key)));
}
