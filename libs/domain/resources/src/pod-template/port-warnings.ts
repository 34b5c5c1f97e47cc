import type { ContainerPort } from '@klockwork/kubernetes-types';
import type { PlacedContainer } from './pod-spec.ts';

interface PlacedPort {
  readonly port: ContainerPort;
  readonly path: string;
}

/** Warns about duplicate ports across all containers of a pod. */
export function portWarnings(containers: readonly PlacedContainer[]): string[] {
  const ports = containers.flatMap(({ container, path }) =>
    (container.ports ?? []).map((port, index) => ({ port, path: `${path}.ports[${index}]` })),
  );
  const byNumber = new Map<string, PlacedPort[]>();
  const numbers = ports.flatMap((placedPort) => {
    const key = `${placedPort.port.containerPort}/${placedPort.port.protocol}`;
    const others = byNumber.get(key) ?? [];
    byNumber.set(key, [...others, placedPort]);
    return [...loneHostIp(placedPort), ...others.flatMap((other) => clash(placedPort, other))];
  });
  return [...numbers, ...repeatedNames(ports)];
}

function loneHostIp({ port, path }: PlacedPort): string[] {
  const { name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' } = port;
  if (hostIP === '' || hostPort !== 0) return [];
  const portText = `{Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
  return [`${path}: hostIP set without hostPort: ${portText}`];
}

/** Ports of equal number and protocol may still differ in host port or host address. */
function clash({ port, path }: PlacedPort, other: PlacedPort): string[] {
  const [ip, otherIp] = [port.hostIP ?? '', other.port.hostIP ?? ''];
  const [host, otherHost] = [port.hostPort ?? 0, other.port.hostPort ?? 0];
  if (ip === otherIp && host === otherHost) return [`${path}: duplicate port definition with ${other.path}`];
  if (host === 0 || otherHost === 0) return [`${path}: overlapping port definition with ${other.path}`];
  const ambiguous = host === otherHost && (ip === '') !== (otherIp === '');
  return ambiguous ? [`${path}: dangerously ambiguous port definition with ${other.path}`] : [];
}

function repeatedNames(ports: readonly PlacedPort[]): string[] {
  const first = new Map<string, string>();
  return ports.flatMap(({ port: { name }, path }) => {
    if (!name) return [];
    const other = first.get(name);
    if (other === undefined) first.set(name, path);
    if (other === undefined) return [];
    return [`${path}: duplicate port name "${name}" with ${other}, services and probes that select ports by name will use ${other}`];
  });
}
