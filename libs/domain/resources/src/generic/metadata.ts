import type { Mutable } from '@klockwork/kernel';
import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';

/** The metadata of a draft, made when the body brought none, open for changes. */
export function metadataOf(draft: KubeObject): Mutable<ObjectMeta> {
  draft.metadata ??= {};
  return draft.metadata;
}
