import type * as kubernetes from '@klockwork/kubernetes-types';

/** Who answers for a Service, in one object. EndpointSlices have taken its place. */
export type Endpoints = kubernetes.Endpoints;

/** Addresses that have the same ports. */
export type EndpointSubset = kubernetes.EndpointSubset;

/** One who answers. */
export type EndpointAddress = kubernetes.EndpointAddress;
