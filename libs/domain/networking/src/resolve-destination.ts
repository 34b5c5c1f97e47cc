import type { LabTime } from '@klockwork/kernel';
import type { Service, ServicePort } from '@klockwork/resources';
import { type Backend, backendsOf } from './backend.ts';
import type { NetworkView } from './network-view.ts';
import type { SessionAffinity } from './session-affinity.ts';
import { usableBackends } from './usable-backends.ts';

/** What somebody connects to. */
export interface Destination {
  readonly ip: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** Who connects: the client's own address, and the node it is on. */
export interface Client {
  readonly ip: string;
  readonly node: string;
}

/** What chooses among several backends. */
export interface Choice {
  /** Drawn by the caller, in [0, 1). */
  readonly draw: number;
  readonly now: LabTime;
  /** What the client's node remembers. */
  readonly affinity: SessionAffinity;
}

/**
 * Where a connection ends:
 * - `direct`: the destination is no Service's; go to the address itself;
 * - `backend`: to this pod's address and port;
 * - `refused`: nobody answers for the Service, and the client's node says so at once (REJECT);
 * - `dropped`: no answer comes, the client runs into its time-out: a port that the Service does not have, or a policy that keeps
 *   the connection from those who would answer.
 */
export type Route =
  | { readonly type: 'direct' }
  | { readonly type: 'backend'; readonly ip: string; readonly port: number; readonly service: string }
  | { readonly type: 'refused' | 'dropped'; readonly service: string };

const DEFAULT_AFFINITY_SECONDS = 10_800;

/** Where a connection enters a Service, and whom it may be given to. */
interface Entrance {
  readonly service: Service;
  readonly port: ServicePort;
  readonly policy: 'Cluster' | 'Local';
}

/**
 * Follows a connection through the Services of a cluster to a pod. What a node's kube-proxy does in mode iptables: models
 * `syncProxyRules` of `pkg/proxy/iptables/proxier.go`. The range of cluster IPs is not known here: an address there that
 * no Service has is `direct`, and nobody is found at it.
 */
export function resolveDestination(destination: Destination, client: Client, view: NetworkView, choice: Choice): Route {
  const services = view.servicesAt(destination.ip);
  for (const service of services) {
    const port = service.spec?.ports?.find((offered) => offered.port === destination.port && speaks(offered, destination));
    if (port !== undefined) return routeTo({ service, port, policy: policyAt(service, destination.ip) }, client, view, choice);
  }
  if (services[0] !== undefined) return { type: 'dropped', service: keyOf(services[0]) };
  return view.isNodeAddress(destination.ip) ? nodePortRoute(destination, client, view, choice) : { type: 'direct' };
}

/** A pod that calls a node's port is let in everywhere: the external policy is for clients from outside of the cluster. */
function nodePortRoute(destination: Destination, client: Client, view: NetworkView, choice: Choice): Route {
  for (const service of view.servicesOnNodePort(destination.port)) {
    const port = service.spec?.ports?.find(({ nodePort, ...offered }) => nodePort === destination.port && speaks(offered, destination));
    if (port !== undefined) return routeTo({ service, port, policy: 'Cluster' }, client, view, choice);
  }
  return { type: 'direct' };
}

/** Cluster IPs obey the internal policy; a pod that calls an external address is let in everywhere. */
function policyAt({ spec }: Service, ip: string): 'Cluster' | 'Local' {
  return spec?.internalTrafficPolicy === 'Local' && ip === spec.clusterIP ? 'Local' : 'Cluster';
}

function routeTo({ service, port, policy }: Entrance, client: Client, view: NetworkView, choice: Choice): Route {
  const key = keyOf(service);
  const slices = view.slices(service.metadata?.namespace ?? '', service.metadata?.name ?? '');
  const place = { node: client.node, zone: view.zoneOf(client.node) };
  const { backends, anywhere } = usableBackends(backendsOf(slices, port), policy, place);
  const chosen = choose(backends, service, { key: `${key}:${port.name ?? ''}:${port.protocol ?? 'TCP'}`, client: client.ip }, choice);
  if (chosen === undefined) return { type: anywhere ? 'dropped' : 'refused', service: key };
  return { type: 'backend', ip: chosen.ip, port: chosen.port, service: key };
}

/** The one that was drawn, or the one this client had before. */
function choose(
  backends: readonly Backend[],
  { spec }: Service,
  session: { readonly key: string; readonly client: string },
  { draw, now, affinity }: Choice,
): Backend | undefined {
  const drawn = backends[Math.floor(draw * backends.length)];
  if (spec?.sessionAffinity !== 'ClientIP' || drawn === undefined) return drawn;
  const known = affinity.recall(session.key, session.client, now);
  const chosen = backends.find(({ ip, port }) => `${ip}:${port}` === known) ?? drawn;
  const until = now + (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS) * 1000;
  affinity.remember(session.key, session.client, { backend: `${chosen.ip}:${chosen.port}`, until }, now);
  return chosen;
}

function speaks({ protocol = 'TCP' }: { readonly protocol?: string }, destination: Destination): boolean {
  return protocol === destination.protocol;
}

function keyOf({ metadata }: Service): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}
