import type { Endpoint, EndpointAddress, EndpointPort, EndpointSlice, EndpointSubset, Endpoints } from '@klockwork/resources';
import { resources, SERVICE_NAME_LABEL } from '@klockwork/resources';
import { emptySlice } from '../service-endpoints/empty-slice.ts';
import { MANAGED_BY_LABEL } from '../service-endpoints/managed-slices.ts';
import { TRIGGER_TIME } from '../service-endpoints/trigger-times.ts';

/** Value of the managed-by label on mirrored slices. */
export const MIRRORING_CONTROLLER = 'endpointslicemirroring-controller.k8s.io';

/** Max mirrored addresses of a subset: kube-controller-manager's --mirroring-max-endpoints-per-subset. */
export const ADDRESSES_MAX = 1000;

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Slices equivalent to Endpoints: one for each combination of ports and address family. Models `reconcile` of
 * `pkg/controller/endpointslicemirroring`.
 */
export function mirroredSlices(endpoints: Endpoints): readonly EndpointSlice[] {
  const slices = new Map<string, EndpointSlice>();
  for (const subset of endpoints.subsets ?? []) {
    for (const { type, endpoint } of addressesOf(subset).slice(0, ADDRESSES_MAX)) {
      const ports = (subset.ports ?? []).map(slicePort);
      const key = sliceKey({ addressType: type, ports });
      const slice = slices.get(key) ?? newSlice(endpoints, type, ports);
      slices.set(key, slice);
      slice.endpoints.push(endpoint);
    }
  }
  return [...slices.values()];
}

/** Equal for slices with equal ports and address type. */
export function sliceKey({ addressType, ports }: Pick<EndpointSlice, 'addressType' | 'ports'>): string {
  return JSON.stringify([
    addressType,
    ...(ports ?? []).map(({ name, port, protocol, appProtocol }) => `${name} ${port} ${protocol} ${appProtocol}`).sort(),
  ]);
}

/** Number of addresses beyond the limit, hence not mirrored. */
export function skippedAddresses({ subsets = [] }: Endpoints): number {
  return subsets.reduce((sum, subset) => sum + Math.max(0, addressesOf(subset).length - ADDRESSES_MAX), 0);
}

function addressesOf({ addresses = [], notReadyAddresses = [] }: EndpointSubset): { type: string; endpoint: Endpoint }[] {
  return [...addresses.map((address) => mirrored(address, true)), ...notReadyAddresses.map((address) => mirrored(address, false))];
}

/** Models `addressToEndpoint`. */
function mirrored({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): { type: string; endpoint: Endpoint } {
  const endpoint: Endpoint = {
    addresses: [ip],
    conditions: { ready },
    ...(hostname && { hostname }),
    ...(targetRef !== undefined && { targetRef }),
    ...(nodeName && { nodeName }),
  };
  return { type: ip.includes(':') ? 'IPv6' : 'IPv4', endpoint };
}

function slicePort({ name = '', port, protocol = 'TCP', appProtocol }: NonNullable<EndpointSubset['ports']>[number]): EndpointPort {
  return { name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) };
}

function newSlice(endpoints: Endpoints, addressType: string, ports: EndpointPort[]): EndpointSlice {
  const { name = '', labels: own, annotations: all = {} } = endpoints.metadata ?? {};
  const { [TRIGGER_TIME]: _, [LAST_APPLIED]: __, ...annotations } = all;
  const labels = { ...own, [SERVICE_NAME_LABEL]: name, [MANAGED_BY_LABEL]: MIRRORING_CONTROLLER };
  const metadata = { labels, ...(Object.keys(annotations).length > 0 && { annotations }) };
  return emptySlice(endpoints, { resource: resources.endpoints, metadata, addressType, ports });
}
