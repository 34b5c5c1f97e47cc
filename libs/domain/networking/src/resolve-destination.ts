import type { LabTime } from '@klockwork/kernel';
import {
  type Backend,
  backendAddress,
  backendAt,
  backendsOf,
  connectedTo,
  type HostAddress,
  type Service,
  type ServicePort,
  sessionAffinityMs,
  usableBackends,
} from '@klockwork/resources';
import type { NetworkView } from './network-view.ts';
import type { SessionAffinity } from './session-affinity.ts';

/** Destination of a connection. */
export interface Destination {
  readonly ip: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** Client: its address and node. */
export interface Client {
  readonly ip: string;
  readonly node: string;
}

/** Inputs of load balancing. */
export interface Choice {
  /** Random number in [0, 1) from the caller. */
  readonly draw: number;
  readonly now: LabTime;
  /** Session affinity of the client's node. */
  readonly affinity: SessionAffinity;
}

/**
 * Route of a connection:
 * - `direct`: no Service has the destination; connect to the address itself;
 * - `backend`: connect to this pod address and port;
 * - `host`: connect to this program on the machine of the lab;
 * - `refused`: the Service has no backend, the client's node rejects at once (REJECT);
 * - `dropped`: no response, the client times out: unknown port of a Service, or backends excluded by a traffic policy.
 */
export type Route =
  | { readonly type: 'direct' }
  | { readonly type: 'backend'; readonly ip: string; readonly port: number; readonly service: string }
  | { readonly type: 'host'; readonly program: HostAddress; readonly service: string }
  | { readonly type: 'refused' | 'dropped'; readonly service: string };

/** Service port and traffic policy of a connection. */
interface Entrance {
  readonly service: Service;
  readonly port: ServicePort;
  readonly policy: 'Cluster' | 'Local';
}

/**
 * Routes a connection through Services to a pod, like kube-proxy in mode iptables. Models `syncProxyRules` of
 * `pkg/proxy/iptables/proxier.go`. The cluster IP range is unknown here: an unused address in it is `direct` and unreachable.
 */
export function resolveDestination(destination: Destination, client: Client, view: NetworkView, choice: Choice): Route {
  const services = view.servicesAt(destination.ip);
  for (const service of services) {
    const port = service.spec?.ports?.find((offeredPort) => offeredPort.port === destination.port && speaks(offeredPort, destination));
    if (port !== undefined) return routeTo({ service, port, policy: policyAt(service, destination.ip) }, client, view, choice);
  }
  if (services[0] !== undefined) return { type: 'dropped', service: keyOf(services[0]) };
  return view.isNodeAddress(destination.ip) ? nodePortRoute(destination, client, view, choice) : { type: 'direct' };
}

/** Pods may use node ports on all nodes: the external policy applies to clients outside the cluster. */
function nodePortRoute(destination: Destination, client: Client, view: NetworkView, choice: Choice): Route {
  for (const service of view.servicesOnNodePort(destination.port)) {
    const port = service.spec?.ports?.find(({ nodePort, ...offered }) => nodePort === destination.port && speaks(offered, destination));
    if (port !== undefined) return routeTo({ service, port, policy: 'Cluster' }, client, view, choice);
  }
  return { type: 'direct' };
}

/** The internal policy applies to cluster IPs only; pods may use external addresses on all nodes. */
function policyAt({ spec }: Service, ip: string): 'Cluster' | 'Local' {
  return spec?.internalTrafficPolicy === 'Local' && ip === spec.clusterIP ? 'Local' : 'Cluster';
}

function routeTo({ service, port, policy }: Entrance, client: Client, view: NetworkView, choice: Choice): Route {
  const key = keyOf(service);
  const { namespace = '', name = '' } = service.metadata ?? {};
  const program = connectedTo(view.connection(namespace, name), port);
  if (program !== undefined) return { type: 'host', program, service: key };
  const slices = view.slices(namespace, name);
  const place = { node: client.node, zone: view.zoneOf(client.node) };
  const { backends, anywhere } = usableBackends(backendsOf(slices, port), policy, place);
  const chosenBackend = choose(
    backends,
    service,
    { key: `${key}:${port.name ?? ''}:${port.protocol ?? 'TCP'}`, client: client.ip },
    choice,
  );
  if (chosenBackend === undefined) return { type: anywhere ? 'dropped' : 'refused', service: key };
  return { type: 'backend', ip: chosenBackend.ip, port: chosenBackend.port, service: key };
}

/** Previous backend of this client under session affinity, otherwise a random one. */
function choose(
  backends: readonly Backend[],
  service: Service,
  session: { readonly key: string; readonly client: string },
  { draw, now, affinity }: Choice,
): Backend | undefined {
  const drawnBackend = backends[Math.floor(draw * backends.length)];
  const affinityMs = sessionAffinityMs(service);
  if (affinityMs === undefined || drawnBackend === undefined) return drawnBackend;
  const chosenBackend = backendAt(backends, affinity.recall(session.key, session.client, now)) ?? drawnBackend;
  affinity.remember(session.key, session.client, { backend: backendAddress(chosenBackend), until: now + affinityMs }, now);
  return chosenBackend;
}

function speaks({ protocol = 'TCP' }: { readonly protocol?: string }, destination: Destination): boolean {
  return protocol === destination.protocol;
}

function keyOf({ metadata }: Service): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}
