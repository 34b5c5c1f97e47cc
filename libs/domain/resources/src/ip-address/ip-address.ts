import type { KubeObject } from '../object.ts';

/** The object that has an address. */
export interface ParentReference {
  /** '' is the core group. */
  group?: string;
  resource: string;
  namespace?: string;
  name: string;
}

/** An address that was given out; its name is the address. Newer than `kubernetes-types`. */
export interface IPAddress extends KubeObject {
  spec?: { parentRef?: ParentReference };
}
