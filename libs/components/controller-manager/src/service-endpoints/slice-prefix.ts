import { dns1123Subdomain } from '@klockwork/api-machinery';

/** Name prefix of a Service's slices. Models `getEndpointSlicePrefix`. */
export function slicePrefix(service: string): string {
  return dns1123Subdomain(`${service}-x`).length === 0 ? `${service}-` : service;
}
