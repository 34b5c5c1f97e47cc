import {
  dns1123Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  isIpv4,
  isIpv6,
  labelValue,
  qualifiedName,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { complaints, oneOf } from '../generic/field-checks.ts';
import { specialIpProblems } from '../generic/ip.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from './endpoint-slice.ts';

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const ENDPOINTS_MAX = 1000;
const ADDRESSES_MAX = 100;
const PORTS_MAX = 20_000;
const HINTS_MAX = 8;

/** Models `ValidateEndpointSlice` of `pkg/apis/discovery/validation`. */
export function validateEndpointSlice(slice: EndpointSlice): FieldError[] {
  return [
    ...validateObjectMeta(slice.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...oneOf(slice.addressType, ADDRESS_TYPES, 'addressType'),
    ...bounded(slice.endpoints ?? [], ENDPOINTS_MAX, 'endpoints', (endpoint, path) => endpointErrors(endpoint, slice.addressType, path)),
    ...bounded(slice.ports ?? [], PORTS_MAX, 'ports', (port, path) => portErrors(port, slice.ports ?? [], path)),
  ];
}

/** Keeps the address type. Models `ValidateEndpointSliceUpdate`. */
export function validateEndpointSliceUpdate(next: EndpointSlice, previous: EndpointSlice): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateEndpointSlice(next),
    ...validateImmutable(next.addressType, previous.addressType, 'addressType'),
  ];
}

/** Validates each item, or reports only an excessive number. */
function bounded<T>(items: readonly T[], max: number, path: string, judge: (item: T, path: string) => FieldError[]): FieldError[] {
  if (items.length > max) return [fieldErrors.tooMany(path, items.length, max)];
  return items.flatMap((item, index) => judge(item, `${path}[${index}]`));
}

function endpointErrors({ addresses = [], hostname, hints }: Endpoint, type: string, path: string): FieldError[] {
  const at = `${path}.addresses`;
  const none = addresses.length === 0 ? [fieldErrors.required(at, 'must contain at least 1 address')] : [];
  return [
    ...none,
    ...(addresses.length > ADDRESSES_MAX ? [fieldErrors.tooMany(at, addresses.length, ADDRESSES_MAX)] : []),
    ...addresses.flatMap((address, index) => addressErrors(address, type, `${at}[${index}]`)),
    ...(hostname === undefined ? [] : complaints(hostname, dns1123Label(hostname), `${path}.hostname`)),
    ...hintErrors(hints?.forZones ?? [], labelValue, `${path}.hints.forZones`),
    ...hintErrors(hints?.forNodes ?? [], dns1123Subdomain, `${path}.hints.forNodes`),
  ];
}

function addressErrors(address: string, type: string, path: string): FieldError[] {
  if (type === 'FQDN') return domainErrors(address, path);
  if (type !== 'IPv4' && type !== 'IPv6') return [];
  const fits = type === 'IPv4' ? isIpv4(address) : isIpv6(address);
  return [
    ...(fits ? [] : [fieldErrors.invalid(path, address, `must be a valid ${type} address`)]),
    ...complaints(address, specialIpProblems(address), path),
  ];
}

/** Models `IsFullyQualifiedDomainName`. */
function domainErrors(address: string, path: string): FieldError[] {
  if (address === '') return [fieldErrors.required(path)];
  const name = address.replace(/\.$/, '');
  const problems = dns1123Subdomain(name);
  if (problems.length > 0) return [fieldErrors.invalid(path, name, problems.join(','))];
  return name.includes('.') ? [] : [fieldErrors.invalid(path, name, 'should be a domain with at least two segments separated by dots')];
}

function hintErrors(hints: readonly { readonly name: string }[], format: (name: string) => string[], path: string): FieldError[] {
  return hints.length > HINTS_MAX
    ? [fieldErrors.tooMany(path, hints.length, HINTS_MAX)]
    : hints.flatMap(({ name = '' }, index) => [
        ...(hints.findIndex((other) => other.name === name) < index ? [fieldErrors.duplicate(`${path}[${index}].name`, name)] : []),
        ...complaints(name, format(name), `${path}[${index}].name`),
      ]);
}

function portErrors({ name = '', protocol, appProtocol }: EndpointPort, ports: readonly EndpointPort[], path: string): FieldError[] {
  const index = ports.findIndex((other) => (other.name ?? '') === name);
  return [
    ...(name === '' ? [] : complaints(name, dns1123Label(name), `${path}.name`)),
    ...(path === `ports[${index}]` ? [] : [fieldErrors.duplicate(`${path}.name`, name)]),
    ...oneOf(protocol, PROTOCOLS, `${path}.protocol`),
    ...(appProtocol === undefined ? [] : complaints(appProtocol, qualifiedName(appProtocol), `${path}.appProtocol`)),
  ];
}
