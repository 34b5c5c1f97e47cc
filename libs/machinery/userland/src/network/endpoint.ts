/** An address and a port, of TCP or UDP. */
export interface Endpoint {
  /** `10.244.3.2` */
  readonly address: string;
  readonly port: number;
}

/** Any address of the pod. */
export const ANY_ADDRESS = '0.0.0.0';
/** Loopback address of each pod. */
export const LOOPBACK = '127.0.0.1';

/** Returns whether an address is the calling pod's own. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === ANY_ADDRESS;
}
