import type { KubeObject } from '@klockwork/resources';

/** What a write came to: the object, frozen, and its JSON text. */
export interface WriteResult {
  readonly object: KubeObject;
  readonly json: string;
  /** The write made the object (201). */
  readonly created: boolean;
  /** The object is gone. */
  readonly deleted: boolean;
}
