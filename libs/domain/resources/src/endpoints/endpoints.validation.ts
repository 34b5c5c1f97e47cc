import {
  dns1123Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  ipAddress,
  portNumber,
  qualifiedName,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { complaints, oneOf } from '../generic/field-checks.ts';
import { specialIpProblems } from '../generic/ip.ts';
import type { EndpointAddress, EndpointSubset, Endpoints } from './endpoints.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** Models `ValidateEndpoints` of `pkg/apis/core/validation/validation.go`. */
export function validateEndpoints({ metadata = {}, subsets = [] }: Endpoints): FieldError[] {
  return [
    ...validateObjectMeta(metadata, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...subsets.flatMap((subset, index) => subsetErrors(subset, `subsets[${index}]`)),
  ];
}

/** Models `ValidateEndpointsUpdate`. */
export function validateEndpointsUpdate(next: Endpoints, previous: Endpoints): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validateEndpoints(next)];
}

function subsetErrors({ addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset, path: string): FieldError[] {
  const none = addresses.length + notReadyAddresses.length === 0;
  return [
    ...(none ? [fieldErrors.required(path, 'must specify `addresses` or `notReadyAddresses`')] : []),
    ...addresses.flatMap((address, index) => addressErrors(address, `${path}.addresses[${index}]`)),
    ...notReadyAddresses.flatMap((address, index) => addressErrors(address, `${path}.notReadyAddresses[${index}]`)),
    ...ports.flatMap((port, index) => portErrors(port, ports.length > 1, `${path}.ports[${index}]`)),
  ];
}

/** Models `validateEndpointAddress`. */
function addressErrors({ ip = '', hostname, nodeName }: EndpointAddress, path: string): FieldError[] {
  return [
    ...complaints(ip, ipAddress(ip), `${path}.ip`),
    ...(hostname ? complaints(hostname, dns1123Label(hostname), `${path}.hostname`) : []),
    ...(nodeName === undefined ? [] : complaints(nodeName, dns1123Subdomain(nodeName), `${path}.nodeName`)),
    ...complaints(ip, specialIpProblems(ip), `${path}.ip`),
  ];
}

/** Models `validateEndpointPort`. A single port needs no name. */
function portErrors(port: NonNullable<EndpointSubset['ports']>[number], named: boolean, path: string): FieldError[] {
  const { name = '', appProtocol } = port;
  const nameless = named ? [fieldErrors.required(`${path}.name`)] : [];
  return [
    ...(name === '' ? nameless : complaints(name, dns1123Label(name), `${path}.name`)),
    ...complaints(port.port, portNumber(port.port), `${path}.port`),
    ...oneOf(port.protocol, PROTOCOLS, `${path}.protocol`),
    ...(appProtocol === undefined ? [] : complaints(appProtocol, qualifiedName(appProtocol), `${path}.appProtocol`)),
  ];
}
