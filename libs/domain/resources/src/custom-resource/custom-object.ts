import type { KubeObject } from '../object.ts';

/** Object of a custom kind. */
export interface CustomObject extends KubeObject {
  status?: unknown;
}
