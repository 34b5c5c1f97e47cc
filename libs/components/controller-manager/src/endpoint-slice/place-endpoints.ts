import { semanticEqual } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import type { Endpoint, EndpointPort, EndpointSlice, Service } from '@klockwork/resources';
import { labelsDiffer, newSlice, sliceLabels } from './slice-draft.ts';

/** Max endpoints of a slice: kube-controller-manager's --max-endpoints-per-slice. */
const ENDPOINTS_MAX = 100;

/** Changes of a Service's slices. */
export interface SliceChanges {
  readonly create: readonly EndpointSlice[];
  readonly update: readonly EndpointSlice[];
  readonly delete: readonly EndpointSlice[];
}

/** Desired endpoints with equal ports, and existing slices with these ports. */
export interface PortGroup {
  readonly ports: EndpointPort[];
  readonly slices: readonly EndpointSlice[];
  readonly desired: readonly Endpoint[];
}

/**
 * Assigns endpoints to slices with few changes: kept endpoints stay; new ones fill changed slices, fullest first; the rest goes into one
 * unchanged slice with enough room, or into new slices. Models `reconcileByPortMapping` of `k8s.io/endpointslice/reconciler.go`.
 */
export function placeEndpoints(service: Service, { ports, slices, desired }: PortGroup): SliceChanges {
  const left = new Map(desired.map((endpoint) => [identityOf(endpoint), endpoint]));
  const placements = slices.map((slice) => keepDesired(slice, left, service));
  const emptiedSlices = placements
    .filter(({ slice, draft }) => slice.endpoints.length > 0 && draft?.endpoints.length === 0)
    .map(({ slice }) => slice);
  const updatedSlices = placements.flatMap(({ slice, draft }) => (draft === undefined || emptiedSlices.includes(slice) ? [] : [draft]));
  for (const draft of updatedSlices.toSorted((a, b) => b.endpoints.length - a.endpoints.length)) fill(draft, left);
  const roomy = roomiest(
    placements.filter(({ draft }) => draft === undefined).map(({ slice }) => slice),
    left.size,
  );
  const filledSlices = roomy === undefined ? [] : [fill(copy(roomy) as EndpointSlice, left)];
  const createdSlices: EndpointSlice[] = [];
  while (left.size > 0) createdSlices.push(fill(newSlice(service, ports), left));
  return { create: createdSlices, update: [...updatedSlices, ...filledSlices], delete: emptiedSlices };
}

/** Identity of an endpoint across updates. Models `hashEndpoint`. */
function identityOf({ addresses, hostname = '', targetRef }: Endpoint): string {
  return JSON.stringify([[...addresses].sort(), hostname, targetRef?.namespace ?? '', targetRef?.name ?? '']);
}

/** Slice reduced to desired endpoints, which leave `left`; `draft` is undefined without a change. */
function keepDesired(slice: EndpointSlice, left: Map<string, Endpoint>, service: Service): { slice: EndpointSlice; draft?: EndpointSlice } {
  const endpoints = slice.endpoints.flatMap((endpoint) => take(left, identityOf(endpoint)));
  const same = semanticEqual(endpoints, slice.endpoints) && !labelsDiffer(slice, service);
  if (same) return { slice };
  const draft = copy(slice) as EndpointSlice;
  draft.metadata = { ...draft.metadata, labels: sliceLabels(service) };
  draft.endpoints = copy(endpoints) as Endpoint[];
  return { slice, draft };
}

function take(left: Map<string, Endpoint>, identity: string): Endpoint[] {
  const endpoint = left.get(identity);
  left.delete(identity);
  return endpoint === undefined ? [] : [endpoint];
}

function fill(draft: EndpointSlice, left: Map<string, Endpoint>): EndpointSlice {
  for (const [identity, endpoint] of left) {
    if (draft.endpoints.length >= ENDPOINTS_MAX) break;
    left.delete(identity);
    draft.endpoints.push(endpoint);
  }
  return draft;
}

/** Fullest slice with room for `count` more endpoints. Models `getSliceToFill`. */
function roomiest(slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined {
  if (count === 0) return undefined;
  return slices
    .filter(({ endpoints }) => endpoints.length + count <= ENDPOINTS_MAX)
    .sort((a, b) => b.endpoints.length - a.endpoints.length)[0];
}
