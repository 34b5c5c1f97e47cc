import type { Mutable } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';

/** Metadata the system may write. */
export type DraftMeta = Mutable<ObjectMeta>;

/** The metadata of a draft, made when the body brought none, open for changes. */
export function draftMeta(draft: KubeObject): DraftMeta {
  draft.metadata ??= {};
  return draft.metadata;
}
