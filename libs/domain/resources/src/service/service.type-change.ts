import { semanticEqual } from '@klockwork/api-machinery';
import { externallyAccessible, hasNodePorts, needsHealthCheck, type Service, type ServiceSpec } from './service.ts';

/**
 * Drops fields of the previous type after a change of type, if unchanged; changed ones are left to validation. Models
 * `dropTypeDependentFields` of `pkg/registry/core/service/strategy.go`.
 */
export function dropFieldsOfOldType(draft: Service, previous: Service): void {
  const [next, before] = [draft.spec ?? {}, previous.spec ?? {}];
  if (before.type !== 'ExternalName' && next.type === 'ExternalName') dropAddresses(next, before);
  if (hasNodePorts(previous) && !hasNodePorts(draft)) dropNodePorts(next, before);
  if (needsHealthCheck(previous) && !needsHealthCheck(draft)) dropUnchanged(next, before, 'healthCheckNodePort');
  if (before.type === 'LoadBalancer' && next.type !== 'LoadBalancer') {
    dropUnchanged(next, before, 'allocateLoadBalancerNodePorts');
    dropUnchanged(next, before, 'loadBalancerClass');
  }
  if (externallyAccessible(previous) && !externallyAccessible(draft)) dropUnchanged(next, before, 'externalTrafficPolicy');
  if (next.type !== 'LoadBalancer') draft.status = { ...draft.status, loadBalancer: {} };
}

function dropAddresses(next: ServiceSpec, before: ServiceSpec): void {
  if (next.clusterIP === before.clusterIP && semanticEqual(next.clusterIPs, before.clusterIPs)) {
    delete next.clusterIP;
    delete next.clusterIPs;
  }
  dropUnchanged(next, before, 'ipFamilies');
  dropUnchanged(next, before, 'ipFamilyPolicy');
}

/** Drops node ports unless a port has a new one. */
function dropNodePorts(next: ServiceSpec, before: ServiceSpec): void {
  const previousPorts = new Set((before.ports ?? []).map((port) => port.nodePort));
  const ports = next.ports ?? [];
  if (ports.some((port) => port.nodePort && !previousPorts.has(port.nodePort))) return;
  for (const port of ports) delete port.nodePort;
}

function dropUnchanged(next: ServiceSpec, before: ServiceSpec, field: keyof ServiceSpec): void {
  if (semanticEqual(next[field], before[field])) delete next[field];
}
