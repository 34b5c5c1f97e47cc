import { semanticEqual } from '@klockwork/api-machinery';
import { type EndpointPort, type EndpointSlice, resources, SERVICE_NAME_LABEL, type Service } from '@klockwork/resources';
import { emptySlice } from '../service-endpoints/empty-slice.ts';
import { HEADLESS_LABEL, hasAddress } from '../service-endpoints/headless.ts';
import { MANAGED_BY_LABEL } from '../service-endpoints/managed-slices.ts';

/** Value of the managed-by label on our slices. */
export const SLICE_CONTROLLER = 'endpointslice-controller.k8s.io';

const RESERVED = [SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL];

/** Empty slice of a Service for given ports. Models `newEndpointSlice`. */
export function newSlice(service: Service, ports: EndpointPort[]): EndpointSlice {
  return emptySlice(service, { resource: resources.services, metadata: { labels: sliceLabels(service) }, addressType: 'IPv4', ports });
}

/** Labels of a Service's slices: its own plus reserved ones. Models `setEndpointSliceLabels`. */
export function sliceLabels(service: Service): Record<string, string> {
  return {
    ...withoutReserved(service.metadata?.labels),
    ...(hasAddress(service) ? {} : { [HEADLESS_LABEL]: '' }),
    [SERVICE_NAME_LABEL]: service.metadata?.name ?? '',
    [MANAGED_BY_LABEL]: SLICE_CONTROLLER,
  };
}

/** True when labels of Service and slice differ, reserved ones excluded. */
export function labelsDiffer(slice: EndpointSlice, service: Service): boolean {
  return !semanticEqual(withoutReserved(slice.metadata?.labels), withoutReserved(service.metadata?.labels));
}

/** True for a slice of this Service, compared by uid. */
export function isOwnedBy({ metadata }: EndpointSlice, service: Service): boolean {
  return (metadata?.ownerReferences ?? []).some(({ uid, kind }) => kind === 'Service' && uid === service.metadata?.uid);
}

function withoutReserved(labels: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !RESERVED.includes(key)));
}
