import type { Mutable } from '@klockwork/kernel';
import type * as core from 'kubernetes-types/core/v1';

/** Who answers for a Service, in one object. EndpointSlices have taken its place. */
export type Endpoints = Mutable<core.Endpoints>;

/** Addresses that have the same ports. */
export type EndpointSubset = Mutable<core.EndpointSubset>;

/** One who answers. */
export type EndpointAddress = Mutable<core.EndpointAddress>;
