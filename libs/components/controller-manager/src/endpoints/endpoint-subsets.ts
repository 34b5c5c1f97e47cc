import { type EndpointAddress, type EndpointSubset, type Pod, podReady, type Service, type ServicePort } from '@klockwork/resources';
import { canAnswer, hostnameBelow, podAddresses } from '../service-endpoints/pod-membership.ts';
import { podPort } from '../service-endpoints/pod-port.ts';

type Port = NonNullable<EndpointSubset['ports']>[number];

interface Socket {
  readonly address: EndpointAddress;
  readonly ready: boolean;
  readonly port?: Port;
}

/**
 * Subsets of a Service, merging addresses with equal ports. Models `syncService` of `pkg/controller/endpoint` and `RepackSubsets` of
 * `pkg/api/v1/endpoints`; subsets are sorted by port, upstream's by hash.
 */
export function endpointSubsets(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const patient = service.spec?.publishNotReadyAddresses === true;
  const answering = pods.filter((pod) => canAnswer(pod, { whileTerminating: patient }));
  const sockets = answering.flatMap((pod) => socketsOf(pod, service, patient || podReady(pod)));
  const addressesByPort = groupBy(sockets, ({ port }) => JSON.stringify(port ?? null));
  const byAddresses = groupBy([...addressesByPort.values()], (group) =>
    group
      .map(({ address, ready }) => `${address.ip} ${ready}`)
      .sort()
      .join(),
  );
  return [...byAddresses.values()].map(subsetOf).sort((a, b) => (portsKey(a) < portsKey(b) ? -1 : 1));
}

function socketsOf(pod: Pod, service: Service, ready: boolean): Socket[] {
  const ip = podAddresses(pod).find((address) => !address.includes(':'));
  if (ip === undefined) return [];
  const { namespace, name, uid } = pod.metadata ?? {};
  const hostname = hostnameBelow(pod, service);
  const address: EndpointAddress = {
    ip,
    ...(hostname !== undefined && { hostname }),
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', ...(namespace && { namespace }), ...(name && { name }), ...(uid && { uid }) },
  };
  const { ports = [], clusterIP } = service.spec ?? {};
  if (ports.length === 0) return clusterIP === 'None' ? [{ address, ready }] : [];
  return ports.flatMap((offeredPort) => {
    const port = podPort(pod, offeredPort);
    return port === undefined ? [] : [{ address, ready, port: endpointPort(offeredPort, port) }];
  });
}

function endpointPort({ name, protocol = 'TCP', appProtocol }: ServicePort, port: number): Port {
  return { ...(name && { name }), port, protocol, ...(appProtocol !== undefined && { appProtocol }) };
}

/** Ports with equal addresses. */
function subsetOf(groups: readonly (readonly Socket[])[]): EndpointSubset {
  const sockets = [...(groups[0] ?? [])].sort((a, b) => (a.address.ip < b.address.ip ? -1 : 1));
  const [ready, notReady] = [sockets.filter((socket) => socket.ready), sockets.filter((socket) => !socket.ready)];
  const ports = groups.flatMap(([socket]) => (socket?.port === undefined ? [] : [socket.port]));
  return {
    ...(ready.length > 0 && { addresses: ready.map(({ address }) => address) }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady.map(({ address }) => address) }),
    ...(ports.length > 0 && { ports: ports.toSorted((a, b) => a.port - b.port) }),
  };
}

function portsKey({ ports = [] }: EndpointSubset): string {
  return JSON.stringify(ports);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
