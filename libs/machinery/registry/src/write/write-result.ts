import type { KubeObject } from '@klockwork/resources';

/** Result of a write: frozen object and JSON text. */
export interface WriteResult {
  readonly object: KubeObject;
  readonly json: string;
  /** True if the write created the object (201). */
  readonly created: boolean;
  /** True if the object was removed. */
  readonly deleted: boolean;
}
