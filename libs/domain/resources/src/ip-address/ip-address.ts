import type { KubeObject } from '../object.ts';

/** The object that has an address. */
export interface ParentReference {
  /** '' is the core group. */
  group?: string;
  resource: string;
  namespace?: string;
  name: string;
}

/** Allocated address; its name is the address. */
export interface IPAddress extends KubeObject {
  spec?: { parentRef?: ParentReference };
}
