import type { LabObject, Row } from '../store/row.ts';
import type { Rows } from '../store/rows.ts';
import { byName } from './by-name.ts';

/** Endpoint of a Service with the conditions of its EndpointSlice. */
export interface ServiceEndpoint {
  readonly address: string;
  /** `namespace/name` of the pod behind it; absent for other targets. */
  readonly pod?: string;
  readonly isReady: boolean;
  readonly isServing: boolean;
  readonly isTerminating: boolean;
}

/** Reason why a Service has no endpoint that takes traffic. */
export type ServiceGap =
  | { readonly type: 'external'; readonly name: string }
  | { readonly type: 'no-selector' }
  /** Nodes answer it themselves, as this lab's nodes answer DNS. */
  | { readonly type: 'nodes' }
  /** `selector`: `app=web,tier=front`. */
  | { readonly type: 'no-match'; readonly selector: string }
  | { readonly type: 'none-ready'; readonly pods: number };

/** Service with its endpoints. */
export interface MapService {
  readonly key: string;
  readonly endpoints: readonly ServiceEndpoint[];
  readonly gap?: ServiceGap;
}

/** Parts of an EndpointSlice of `discovery.k8s.io/v1`. An empty slice has `endpoints: null`. */
interface EndpointSlice extends LabObject {
  readonly endpoints?: readonly SliceEndpoint[] | null;
}

interface SliceEndpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
  readonly targetRef?: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
}

/** Annotation of a Service that nodes answer without endpoints. */
const ANSWERED_BY = 'klockwork.dev/answered-by';
const SERVICE_NAME = 'kubernetes.io/service-name';

/** Returns the Services by name, each with the endpoints of its slices. */
export function mapServices(services: Rows, slices: Rows, pods: Rows): readonly MapService[] {
  const slicesOf = Map.groupBy(
    [...slices.byKey.values()].map(({ object }) => object as EndpointSlice),
    ({ metadata: { namespace, labels } }) => `${namespace}/${labels?.[SERVICE_NAME]}`,
  );
  const rows = [...services.byKey.values()].sort((one, other) => byName(one.key, other.key));
  return rows.map((row) => mapService(row, slicesOf.get(row.key) ?? [], pods));
}

/** Returns the endpoints of a Service by the keys of their pods. */
export function endpointsByPod({ endpoints }: MapService): ReadonlyMap<string, ServiceEndpoint> {
  return new Map(endpoints.flatMap((endpoint) => (endpoint.pod === undefined ? [] : [[endpoint.pod, endpoint] as const])));
}

function mapService({ key, object }: Row, slices: readonly EndpointSlice[], pods: Rows): MapService {
  const endpoints = new Map<string, ServiceEndpoint>();
  for (const endpoint of slices.flatMap((slice) => slice.endpoints ?? []).map(serviceEndpoint)) {
    // A pod has an endpoint per address family, and slices may repeat it for other ports.
    const id = endpoint.pod ?? endpoint.address;
    if (!endpoints.has(id)) endpoints.set(id, endpoint);
  }
  const all = [...endpoints.values()].sort((one, other) => byName(one.pod ?? one.address, other.pod ?? other.address));
  const gap = all.some(({ isReady, isServing }) => isReady || isServing) ? undefined : gapOf(object, all.length, pods);
  return { key, endpoints: all, ...(gap !== undefined && { gap }) };
}

/** Absent conditions are ready, serving, and not terminating, as upstream defines them. */
function serviceEndpoint({ addresses, conditions = {}, targetRef }: SliceEndpoint): ServiceEndpoint {
  const { ready = true, serving = true, terminating = false } = conditions;
  return {
    ...{ address: addresses[0] ?? '', isReady: ready, isServing: serving, isTerminating: terminating },
    ...(targetRef?.kind === 'Pod' && { pod: `${targetRef.namespace}/${targetRef.name}` }),
  };
}

function gapOf({ metadata: { namespace, annotations = {} }, spec = {} }: LabObject, endpoints: number, pods: Rows): ServiceGap | undefined {
  if (annotations[ANSWERED_BY] === 'nodes') return { type: 'nodes' };
  if (spec.type === 'ExternalName') return { type: 'external', name: String(spec.externalName ?? '') };
  const selector = Object.entries((spec.selector ?? {}) as Readonly<Record<string, string>>);
  if (selector.length === 0) return endpoints === 0 ? { type: 'no-selector' } : undefined;
  const matching = [...pods.byKey.values()].filter(
    ({ object: { metadata } }) => metadata.namespace === namespace && selector.every(([name, value]) => metadata.labels?.[name] === value),
  );
  if (matching.length > 0) return { type: 'none-ready', pods: matching.length };
  return { type: 'no-match', selector: selector.map(([name, value]) => `${name}=${value}`).join(',') };
}
