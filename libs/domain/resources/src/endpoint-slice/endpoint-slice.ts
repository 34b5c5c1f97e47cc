import type * as kubernetes from '@klockwork/kubernetes-types';

/** Zones and nodes that an endpoint serves first. */
export type EndpointHints = kubernetes.EndpointHints;

/** Who answers for a Service, and whether they do just now. */
export type Endpoint = kubernetes.Endpoint;

/** A port that all endpoints of a slice have. */
export type EndpointPort = kubernetes.DiscoveryV1EndpointPort;

/** Some of a Service's endpoints: those of one kind of address that have the same ports. */
export type EndpointSlice = kubernetes.EndpointSlice;

/** The label that names the Service a slice belongs to. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
