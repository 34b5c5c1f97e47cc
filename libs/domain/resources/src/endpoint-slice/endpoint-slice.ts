import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';

/** For whom an endpoint is meant first. `forNodes` is newer than `kubernetes-types`. */
export interface EndpointHints {
  forZones?: { name: string }[];
  forNodes?: { name: string }[];
}

/** Who answers for a Service, and whether they do just now. */
export type Endpoint = Omit<Mutable<kubernetes.Endpoint>, 'hints'> & { hints?: EndpointHints };

/** A port that all endpoints of a slice have. */
export type EndpointPort = Mutable<kubernetes.DiscoveryV1EndpointPort>;

/** Some of a Service's endpoints: those of one kind of address that have the same ports. */
export type EndpointSlice = Omit<Mutable<kubernetes.EndpointSlice>, 'endpoints'> & { endpoints: Endpoint[] };

/** The label that names the Service a slice belongs to. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
