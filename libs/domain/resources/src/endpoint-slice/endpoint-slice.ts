import type * as kubernetes from '@klockwork/kubernetes-types';

/** Zones and nodes that an endpoint serves first. */
export type EndpointHints = kubernetes.EndpointHints;

/** Backend of a Service, and its readiness. */
export type Endpoint = kubernetes.Endpoint;

/** Port of all endpoints in a slice. */
export type EndpointPort = kubernetes.DiscoveryV1EndpointPort;

/** Part of a Service's endpoints, with the same address type and ports. */
export type EndpointSlice = kubernetes.EndpointSlice;

/** Label with the name of a slice's Service. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
