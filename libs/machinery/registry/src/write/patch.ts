import { applyJsonPatch, applyMergePatch, applyStrategicMergePatch, type Schema } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';

/** Parsed patch and its type. */
export interface Patch {
  readonly type: 'json' | 'merge' | 'strategic';
  readonly body: unknown;
}

/** Applies a patch to an object. Returns a fresh, not yet validated document. */
export function applyPatch(object: KubeObject, { type, body }: Patch, schema: Schema): unknown {
  if (type === 'json') return applyJsonPatch(object, body);
  return type === 'merge' ? applyMergePatch(object, body) : applyStrategicMergePatch(object, body, schema);
}
