import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { Random } from '@klockwork/kernel';
import type { AllocationView } from '../kind.ts';
import { allocateClusterIP, CLUSTER_IP_RANGE, inClusterIpRange } from './cluster-ip.ts';
import { allocateNodePort, inNodePortRange, NODE_PORT_RANGE } from './node-port.ts';
import { fillIpFamilies } from './service.ip-families.ts';
import { hasClusterIp, hasNodePorts, isHeadless, needsHealthCheck, type Service, type ServiceSpec } from './service.ts';

const TAKEN = 'provided port is already allocated';

/**
 * Gives a Service its families, its address and its node ports, or says why what it asks for cannot be had.
 * The lab has one range of IPv4 addresses. Models `pkg/registry/core/service/storage/alloc.go`.
 */
export function allocateForService(draft: Service, previous: Service | undefined, view: AllocationView<Service>): FieldError[] {
  const spec = draft.spec ?? {};
  const others = [...view.list()].filter((service) => !isSame(service, draft));
  const familyErrors = fillIpFamilies(draft, previous);
  if (familyErrors.length > 0) return familyErrors;
  const addressErrors = hasClusterIp(draft) && !isHeadless(draft) ? allocateAddress(spec, others, view.random) : [];
  if (addressErrors.length > 0) return addressErrors;
  return allocatePorts(draft, usedNodePorts(others), view.random);
}

function allocateAddress(spec: ServiceSpec, others: readonly Service[], random: Random): FieldError[] {
  const used = new Set(others.flatMap((service) => service.spec?.clusterIPs ?? []));
  const asked = spec.clusterIPs?.[0] ?? spec.clusterIP ?? '';
  const problem = asked === '' ? undefined : addressProblem(asked, used);
  if (problem !== undefined) return [fieldErrors.invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${asked}: ${problem}`)];
  const address = asked === '' ? allocateClusterIP(used, random) : asked;
  if (address === undefined) return [fieldErrors.internal('spec.clusterIPs', 'failed to allocate a serviceIP: range is full')];
  spec.clusterIP = address;
  spec.clusterIPs = [address];
  return [];
}

function addressProblem(address: string, used: ReadonlySet<string>): string | undefined {
  if (!inClusterIpRange(address))
    return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${CLUSTER_IP_RANGE}`;
  return used.has(address) ? 'provided IP is already allocated' : undefined;
}

function allocatePorts(draft: Service, used: Set<number>, random: Random): FieldError[] {
  const spec = draft.spec ?? {};
  if (!hasNodePorts(draft)) return [];
  const errors = (spec.ports ?? []).flatMap(({ nodePort }, index) => {
    const problem = nodePort ? portProblem(nodePort, used) : undefined;
    return problem === undefined ? [] : [fieldErrors.invalid(`spec.ports[${index}].nodePort`, nodePort, problem)];
  });
  if (errors.length > 0) return errors.slice(0, 1);
  for (const { nodePort } of spec.ports ?? []) if (nodePort) used.add(nodePort);
  return [...fillNodePorts(spec, used, random), ...fillHealthCheckPort(draft, used, random)];
}

function portProblem(port: number, used: ReadonlySet<number>): string | undefined {
  const { first, last } = NODE_PORT_RANGE;
  if (!inNodePortRange(port)) return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
  return used.has(port) ? TAKEN : undefined;
}

/** The same port number under two protocols gets the same node port. */
function fillNodePorts(spec: ServiceSpec, used: Set<number>, random: Random): FieldError[] {
  if (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === false) return [];
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue;
    const twin = spec.ports?.find((other) => other.nodePort && other.port === port.port && other.protocol !== port.protocol);
    port.nodePort = twin?.nodePort ?? allocateNodePort(used, random);
    if (port.nodePort === undefined) return [fieldErrors.internal('spec.ports', 'failed to allocate a nodePort: range is full')];
    used.add(port.nodePort);
  }
  return [];
}

function fillHealthCheckPort(draft: Service, used: Set<number>, random: Random): FieldError[] {
  if (!needsHealthCheck(draft) || draft.spec === undefined || draft.spec.healthCheckNodePort) return [];
  const port = allocateNodePort(used, random);
  if (port === undefined)
    return [fieldErrors.internal('spec.healthCheckNodePort', 'failed to allocate a HealthCheck NodePort: range is full')];
  draft.spec.healthCheckNodePort = port;
  return [];
}

function usedNodePorts(services: readonly Service[]): Set<number> {
  return new Set(
    services
      .flatMap(({ spec }) => [...(spec?.ports ?? []).map((port) => port.nodePort), spec?.healthCheckNodePort])
      .filter((port): port is number => port !== undefined && port > 0),
  );
}

function isSame({ metadata: a }: Service, { metadata: b }: Service): boolean {
  return a?.name === b?.name && a?.namespace === b?.namespace;
}
