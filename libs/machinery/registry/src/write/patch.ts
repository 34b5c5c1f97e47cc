import { applyJsonPatch, applyMergePatch, applyStrategicMergePatch, type Schema } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';

/** A patch that was read, and how it is to be applied. */
export interface Patch {
  readonly type: 'json' | 'merge' | 'strategic';
  readonly body: unknown;
}

/** The document a patch makes of an object. Fresh; not yet known to be of the kind. */
export function applyPatch(object: KubeObject, { type, body }: Patch, schema: Schema): unknown {
  if (type === 'json') return applyJsonPatch(object, body);
  return type === 'merge' ? applyMergePatch(object, body) : applyStrategicMergePatch(object, body, schema);
}
