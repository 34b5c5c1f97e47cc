import { type FieldError, fieldErrors, statusErrors } from '@klockwork/api-machinery';
import type { Random } from '@klockwork/kernel';
import type { AllocationView } from '../kind.ts';
import { allocateClusterIP, inClusterIpRange } from './cluster-ip.ts';
import { fillIpFamilies } from './service.ip-families.ts';
import { allocateNodePorts } from './service.node-ports.ts';
import { hasClusterIp, isHeadless, type Service, type ServiceSpec } from './service.ts';

/**
 * Allocates IP families, address and node ports of a Service, or returns errors. The lab has a single IPv4 range; throws ApiError 500 if
 * exhausted. Models `pkg/registry/core/service/storage/alloc.go`.
 */
export function allocateForService(draft: Service, previous: Service | undefined, view: AllocationView<Service>): FieldError[] {
  const spec = draft.spec ?? {};
  const others = [...view.list()].filter((service) => previous === undefined || !isSame(service, draft));
  const familyErrors = fillIpFamilies(draft, previous);
  if (familyErrors.length > 0) return familyErrors;
  const addressErrors = hasClusterIp(draft) && !isHeadless(draft) ? allocateAddress(spec, others, view.random) : [];
  if (addressErrors.length > 0) return addressErrors;
  return allocateNodePorts(draft, previous, others, view.random);
}

function allocateAddress(spec: ServiceSpec, others: readonly Service[], random: Random): FieldError[] {
  const usedClusterIPs = new Set(others.flatMap((service) => service.spec?.clusterIPs ?? []));
  const requestedClusterIP = spec.clusterIPs?.[0] ?? spec.clusterIP ?? '';
  const problem = requestedClusterIP === '' ? undefined : addressProblem(requestedClusterIP, usedClusterIPs);
  if (problem !== undefined)
    return [fieldErrors.invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${requestedClusterIP}: ${problem}`)];
  const address = requestedClusterIP === '' ? allocateClusterIP(usedClusterIPs, random) : requestedClusterIP;
  if (address === undefined) throw statusErrors.internalError('failed to allocate a serviceIP: range is full');
  spec.clusterIP = address;
  spec.clusterIPs = [address];
  return [];
}

/** Returns the problem of a requested address, outside the range or in use. Models `MetaAllocator.getAllocator`. */
function addressProblem(address: string, usedAddresses: ReadonlySet<string>): string | undefined {
  if (!inClusterIpRange(address)) return 'the provided network does not match the current range';
  return usedAddresses.has(address) ? 'provided IP is already allocated' : undefined;
}

function isSame({ metadata: a }: Service, { metadata: b }: Service): boolean {
  return a?.name === b?.name && a?.namespace === b?.namespace;
}
