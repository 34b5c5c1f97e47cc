import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';

/** Zones and nodes that an endpoint serves first. */
export type EndpointHints = Mutable<kubernetes.EndpointHints>;

/** Who answers for a Service, and whether they do just now. */
export type Endpoint = Mutable<kubernetes.Endpoint>;

/** A port that all endpoints of a slice have. */
export type EndpointPort = Mutable<kubernetes.DiscoveryV1EndpointPort>;

/** Some of a Service's endpoints: those of one kind of address that have the same ports. */
export type EndpointSlice = Mutable<kubernetes.EndpointSlice>;

/** The label that names the Service a slice belongs to. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
