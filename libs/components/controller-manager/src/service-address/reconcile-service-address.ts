import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import { type IPAddress, resources, type Service } from '@klockwork/resources';

/** Label of addresses managed by this controller. */
const MANAGED_BY = { 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' };

/** Address with its Service and its IPAddress object. */
export interface AddressView {
  readonly address: string;
  readonly service: Service | undefined;
  readonly existing: IPAddress | undefined;
}

/** Cluster IPs of a Service: empty for headless and ExternalName Services. */
export function addressesOf({ spec }: Service): string[] {
  return (spec?.clusterIPs ?? []).filter((address) => address !== 'None' && address !== '');
}

/**
 * Creates or corrects the IPAddress of a Service's address, and deletes unused ones. User-created objects stay. Models
 * `pkg/registry/core/service/ipallocator/controller/repairip.go`.
 */
export function reconcileServiceAddress({ address, service, existing }: AddressView): Plan {
  const right = existing !== undefined && namesService(existing, service);
  const leftOver = existing !== undefined && !right && isManaged(existing);
  const remove = leftOver ? [[deletionOf(existing)]] : [];
  const create = service !== undefined && (existing === undefined || leftOver) ? [[creationOf(address, service)]] : [];
  return remove.length + create.length === 0 ? NOTHING : { stages: [...remove, ...create] };
}

function namesService({ spec }: IPAddress, service: Service | undefined): boolean {
  if (service === undefined) return false;
  const { group = '', resource, namespace, name } = spec?.parentRef ?? {};
  return group === '' && resource === 'services' && namespace === service.metadata?.namespace && name === service.metadata?.name;
}

function isManaged({ metadata }: IPAddress): boolean {
  return Object.entries(MANAGED_BY).every(([label, value]) => metadata?.labels?.[label] === value);
}

function creationOf(address: string, { metadata }: Service): Plan['stages'][number][number] {
  const family = address.includes(':') ? 'IPv6' : 'IPv4';
  const labels = { 'ipaddress.kubernetes.io/ip-family': family, ...MANAGED_BY };
  const parentRef = { resource: 'services', namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
  const object: IPAddress = { metadata: { name: address, labels }, spec: { parentRef } };
  return { type: 'create', resource: resources.ipAddresses, object, tolerate: ['AlreadyExists'] };
}

function deletionOf({ metadata }: IPAddress): Plan['stages'][number][number] {
  const name = { namespace: '', name: metadata?.name ?? '' };
  const uid = metadata?.uid;
  return {
    type: 'delete',
    resource: resources.ipAddresses,
    name,
    deletion: uid === undefined ? {} : { uid },
    tolerate: ['NotFound', 'Conflict'],
  };
}
