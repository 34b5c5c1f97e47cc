import { dns1123Subdomain } from '@klockwork/api-machinery';

/** What the names of a Service's slices begin with. Models `getEndpointSlicePrefix`. */
export function slicePrefix(service: string): string {
  return dns1123Subdomain(`${service}-x`).length === 0 ? `${service}-` : service;
}
