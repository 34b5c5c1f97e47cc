import type { KubeObject } from '../object.ts';

/** Owner of an address. */
export interface ParentReference {
  /** '' for the core group. */
  group?: string;
  resource: string;
  namespace?: string;
  name: string;
}

/** Allocated address; its name is the address. */
export interface IPAddress extends KubeObject {
  spec?: { parentRef?: ParentReference };
}
