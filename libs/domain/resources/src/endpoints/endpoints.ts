import type * as kubernetes from '@klockwork/kubernetes-types';

/** Endpoints: backends of a Service in one object, replaced by EndpointSlices. */
export type Endpoints = kubernetes.Endpoints;

/** Addresses with the same ports. */
export type EndpointSubset = kubernetes.EndpointSubset;

/** Backend address. */
export type EndpointAddress = kubernetes.EndpointAddress;
