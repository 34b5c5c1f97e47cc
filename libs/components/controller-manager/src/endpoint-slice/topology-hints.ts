import { asMilli } from '@klockwork/api-machinery';
import { type Endpoint, type Node, nodeReady, type Service } from '@klockwork/resources';

/** Zone hints of ready endpoints, or the reason for having none. */
export type Spread = { readonly zones: ReadonlyMap<Endpoint, string> } | { readonly problem: string };

/** Desired number of endpoints in a zone. */
interface Share {
  readonly zone: string;
  readonly desired: number;
}

const ANNOTATIONS = ['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints'] as const;
const ZONE_LABEL = 'topology.kubernetes.io/zone';
/** Nodes with these labels are excluded. */
const EXCLUDED = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
/** Max overload of a zone, as a share of its desired endpoints. */
const OVERLOAD = 0.2;

/** Returns whether a Service requests topology hints, by annotation. Models `hintsEnabled` of `k8s.io/endpointslice`. */
export function wantsTopology({ metadata }: Service): boolean {
  const value = ANNOTATIONS.map((name) => metadata?.annotations?.[name]).find((text) => text !== undefined);
  return value === 'Auto' || value === 'auto';
}

/**
 * Assigns endpoints to zones in proportion to their processors: local ones first, then moves surplus ones to zones with too few. Models
 * `AddHints` of `k8s.io/endpointslice/topologycache`, for all endpoints at once.
 */
export function spreadByZones(endpoints: readonly Endpoint[], nodes: readonly Node[]): Spread {
  const ready = endpoints.filter(({ conditions }) => conditions?.ready ?? true);
  const shares = sharesOf(ready.length, nodes);
  if ('problem' in shares) return shares;
  if (ready.some(({ zone }) => !zone)) return { problem: 'One or more endpoints do not have a zone specified' };
  const orderedEndpoints = ready.toSorted((a, b) => ((a.addresses[0] ?? '') < (b.addresses[0] ?? '') ? -1 : 1));
  const zones = new Map(orderedEndpoints.map((endpoint) => [endpoint, endpoint.zone ?? '']));
  const moves = movesBetween(shares.shares, (zone) => ready.filter((endpoint) => endpoint.zone === zone).length);
  for (const { from, to } of moves) {
    const movedEndpoint = orderedEndpoints.find((endpoint) => endpoint.zone === from && zones.get(endpoint) === from);
    if (movedEndpoint !== undefined) zones.set(movedEndpoint, to);
  }
  return { zones };
}

/** Models `SetNodes` and `getAllocations`. */
function sharesOf(count: number, nodes: readonly Node[]): { readonly shares: readonly Share[] } | { readonly problem: string } {
  const cpus = cpusByZone(nodes);
  if (cpus === undefined) return { problem: 'Insufficient node information: allocatable CPU or zone not specified on one or more nodes' };
  const sizes = `(${count} endpoints, ${cpus.size} zones)`;
  if (cpus.size > count) return { problem: `Insufficient number of endpoints ${sizes}` };
  const total = [...cpus.values()].reduce((sum, cpu) => sum + cpu, 0);
  const shares = [...cpus].map(([zone, cpu]) => {
    const desired = (cpu / total) * count;
    const least = Math.ceil(desired / (1 + OVERLOAD));
    return { zone, least, desired: Math.max(desired, least) };
  });
  const least = shares.reduce((sum, share) => sum + share.least, 0);
  return least > count ? { problem: `Minimum allocation per zone exceeds overload threshold ${sizes}` } : { shares };
}

/** Undefined for a node without zone or size, or with fewer than two zones. */
function cpusByZone(nodes: readonly Node[]): ReadonlyMap<string, number> | undefined {
  const cpus = new Map<string, number>();
  for (const node of nodes) {
    const { labels = {} } = node.metadata ?? {};
    if (EXCLUDED.some((name) => labels[name] !== undefined) || !nodeReady(node)) continue;
    const [zone, cpu] = [labels[ZONE_LABEL], asMilli(node.status?.allocatable?.cpu ?? '0')];
    if (!zone || cpu === 0) return undefined;
    cpus.set(zone, (cpus.get(zone) ?? 0) + cpu);
  }
  return cpus.size < 2 ? undefined : cpus;
}

/** Moves of single endpoints between zones; giving zones never receive. Models `getGivingAndReceivingZones`. */
function movesBetween(shares: readonly Share[], has: (zone: string) => number): readonly { from: string; to: string }[] {
  const surplus = shares.map(({ zone, desired }) => [zone, has(zone) - desired] as const);
  const giving = new Map(surplus.filter(([, more]) => more > 0));
  const receiving = new Map(surplus.filter(([, more]) => more < 0).map(([zone, more]) => [zone, -more]));
  const moves: { from: string; to: string }[] = [];
  for (;;) {
    const [[from, spare] = ['', 0], [to, missing] = ['', 0]] = [mostOf(giving), mostOf(receiving)];
    if (from === '' || to === '' || spare + missing < 1 || missing < 0.5) return moves;
    moves.push({ from, to });
    giving.set(from, spare - 1);
    receiving.set(to, missing - 1);
  }
}

function mostOf(zones: ReadonlyMap<string, number>): readonly [string, number] | undefined {
  return [...zones].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0];
}
