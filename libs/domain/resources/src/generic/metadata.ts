import type { Mutable } from '@klockwork/kernel';
import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';

/** Returns the mutable metadata of a draft; creates it if absent. */
export function metadataOf(draft: KubeObject): Mutable<ObjectMeta> {
  draft.metadata ??= {};
  return draft.metadata;
}
