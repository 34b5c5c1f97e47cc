import type { KubeObject } from '../object.ts';

/** Owner of an address. */
export interface ParentReference {
  /** '' for the core group. */
  group?: string;
  resource: string;
  namespace?: string;
  name: string;
}

/** IPAddress: an allocated address, which is its name. */
export interface IPAddress extends KubeObject {
  spec?: { parentRef?: ParentReference };
}
