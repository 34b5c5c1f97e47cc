import type { KubeObject } from '../object.ts';

export interface CustomObject extends KubeObject {
  status?: unknown;
}
