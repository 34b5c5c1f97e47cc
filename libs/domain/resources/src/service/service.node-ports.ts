import { type FieldError, fieldErrors, statusErrors } from '@klockwork/api-machinery';
import type { Random } from '@klockwork/kernel';
import { allocateNodePort, inNodePortRange, NODE_PORT_RANGE } from './node-port.ts';
import { hasNodePorts, needsHealthCheck, type Service, type ServicePort } from './service.ts';

/** Used node ports, including this write's, and a source of random numbers. */
interface Supply {
  readonly used: Set<number>;
  readonly random: Random;
}

/**
 * Allocates requested and required node ports of a Service. Returns errors; throws ApiError 500 where upstream does. Models
 * `txnAllocNodePorts` and `txnUpdateNodePorts` of `pkg/registry/core/service/storage/alloc.go`.
 */
export function allocateNodePorts(draft: Service, previous: Service | undefined, others: Iterable<Service>, random: Random): FieldError[] {
  const supply = { used: nodePortsOf([...others, ...(previous === undefined ? [] : [previous])]), random };
  const errors = hasNodePorts(draft) ? allocateForPorts(draft, previous, supply) : [];
  if (errors.length > 0) return errors;
  const wasChecked = previous !== undefined && needsHealthCheck(previous);
  if (needsHealthCheck(draft) && !wasChecked) allocateForHealthCheck(draft, supply);
  return [];
}

/** Stops at the first unavailable port. Load balancers may get only explicit ones. */
function allocateForPorts({ spec = {} }: Service, previous: Service | undefined, supply: Supply): FieldError[] {
  const namedOnly = spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === false;
  const ports = spec.ports ?? [];
  const allocate = previous === undefined ? forCreate(ports, supply) : forUpdate(previous, supply);
  for (const [index, port] of ports.entries()) {
    if (namedOnly && !port.nodePort) continue;
    const errors = allocate(port, `spec.ports[${index}].nodePort`);
    if (errors.length > 0) return errors;
  }
  return [];
}

type Allocate = (port: ServicePort, field: string) => FieldError[];

/** The same port number under two protocols gets the same node port. Models `initNodePorts`. */
function forCreate(ports: readonly ServicePort[], supply: Supply): Allocate {
  const assignedPorts = new Map<number, number>();
  return (port, field) => {
    const sharedPort = assignedPorts.get(port.port);
    if (sharedPort !== undefined) {
      port.nodePort ||= sharedPort;
      return port.nodePort === sharedPort ? [] : take(port.nodePort, field, supply);
    }
    const nodePort = ports.find((other) => other.port === port.port && other.nodePort)?.nodePort;
    port.nodePort = nodePort ?? next(supply, 'nodePort');
    assignedPorts.set(port.port, port.nodePort);
    return nodePort === undefined ? [] : take(nodePort, field, supply);
  };
}

/** Existing and duplicate node ports are kept; other ports get new ones. Models `updateNodePorts`. */
function forUpdate(previous: Service, supply: Supply): Allocate {
  const own = new Set((previous.spec?.ports ?? []).map(({ nodePort }) => nodePort));
  return (port, field) => {
    port.nodePort ||= undefined;
    const errors = port.nodePort === undefined || own.has(port.nodePort) ? [] : take(port.nodePort, field, supply);
    port.nodePort ??= next(supply, 'nodePort');
    own.add(port.nodePort);
    return errors;
  };
}

/** Models `allocHealthCheckNodePort`. */
function allocateForHealthCheck({ spec = {} }: Service, supply: Supply): void {
  const nodePort = spec.healthCheckNodePort ?? 0;
  const problem = nodePort === 0 ? undefined : takingProblem(nodePort, supply.used);
  if (problem !== undefined) throw statusErrors.internalError(`failed to allocate requested HealthCheck NodePort ${nodePort}: ${problem}`);
  if (nodePort === 0) spec.healthCheckNodePort = next(supply, 'HealthCheck NodePort 0');
}

function take(nodePort: number, field: string, { used }: Supply): FieldError[] {
  const problem = takingProblem(nodePort, used);
  used.add(nodePort);
  return problem === undefined ? [] : [fieldErrors.invalid(field, nodePort, problem)];
}

/** Models `Allocate` of `pkg/registry/core/service/portallocator/allocator.go`. */
function takingProblem(nodePort: number, usedPorts: ReadonlySet<number>): string | undefined {
  const { first, last } = NODE_PORT_RANGE;
  if (!inNodePortRange(nodePort)) return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
  return usedPorts.has(nodePort) ? 'provided port is already allocated' : undefined;
}

function next({ used, random }: Supply, what: string): number {
  const nodePort = allocateNodePort(used, random);
  if (nodePort === undefined) throw statusErrors.internalError(`failed to allocate a ${what}: range is full`);
  used.add(nodePort);
  return nodePort;
}

function nodePortsOf(services: readonly Service[]): Set<number> {
  const ports = services.flatMap(({ spec }) => [...(spec?.ports ?? []).map(({ nodePort }) => nodePort), spec?.healthCheckNodePort]);
  return new Set(ports.filter((port): port is number => port !== undefined && port > 0));
}
