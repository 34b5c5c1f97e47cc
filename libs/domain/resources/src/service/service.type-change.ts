import { semanticEqual } from '@klockwork/api-machinery';
import { externallyAccessible, hasNodePorts, needsHealthCheck, type Service, type ServiceSpec } from './service.ts';

/**
 * A change of the type alone leaves behind what only the old type has: such a field goes when the client left it as it was,
 * and is refused by validation when the client changed it too. Models `dropTypeDependentFields` of `pkg/registry/core/service/strategy.go`.
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

/** Ports may come, go and change, as long as none has a node port the old Service had not. */
function dropNodePorts(next: ServiceSpec, before: ServiceSpec): void {
  const known = new Set((before.ports ?? []).map((port) => port.nodePort));
  const ports = next.ports ?? [];
  if (ports.some((port) => port.nodePort && !known.has(port.nodePort))) return;
  for (const port of ports) delete port.nodePort;
}

function dropUnchanged(next: ServiceSpec, before: ServiceSpec, field: keyof ServiceSpec): void {
  if (semanticEqual(next[field], before[field])) delete next[field];
}
