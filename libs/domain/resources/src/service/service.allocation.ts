import { type FieldError, fieldErrors, statusErrors } from '@klockwork/api-machinery';
import type { Random } from '@klockwork/kernel';
import type { AllocationView } from '../kind.ts';
import { allocateClusterIP, inClusterIpRange } from './cluster-ip.ts';
import { fillIpFamilies } from './service.ip-families.ts';
import { allocateNodePorts } from './service.node-ports.ts';
import { hasClusterIp, isHeadless, type Service, type ServiceSpec } from './service.ts';

/**
 * Gives a Service its families, its address and its node ports, or says why what it asks for cannot be had.
 * The lab has one range of IPv4 addresses; when it is used up, an ApiError of 500 is thrown. Models `pkg/registry/core/service/storage/alloc.go`.
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
  const used = new Set(others.flatMap((service) => service.spec?.clusterIPs ?? []));
  const asked = spec.clusterIPs?.[0] ?? spec.clusterIP ?? '';
  const problem = asked === '' ? undefined : addressProblem(asked, used);
  if (problem !== undefined) return [fieldErrors.invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${asked}: ${problem}`)];
  const address = asked === '' ? allocateClusterIP(used, random) : asked;
  if (address === undefined) throw statusErrors.internalError('failed to allocate a serviceIP: range is full');
  spec.clusterIP = address;
  spec.clusterIPs = [address];
  return [];
}

/** An address that no ServiceCIDR gives out is told as `MetaAllocator.getAllocator` does, which looks for the one that could. */
function addressProblem(address: string, used: ReadonlySet<string>): string | undefined {
  if (!inClusterIpRange(address)) return 'the provided network does not match the current range';
  return used.has(address) ? 'provided IP is already allocated' : undefined;
}

function isSame({ metadata: a }: Service, { metadata: b }: Service): boolean {
  return a?.name === b?.name && a?.namespace === b?.namespace;
}
