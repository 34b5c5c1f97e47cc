import { copy, type Mutable } from '@klockwork/kernel';
import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { KubeObject } from '@klockwork/resources';

/** Metadata the system may write. */
export type DraftMeta = Mutable<ObjectMeta>;

/** A copy of a stored object to change. The entries of its managedFields are shared: they are replaced, never changed. */
export function copyStored(stored: KubeObject): KubeObject {
  const { metadata: { managedFields, ...metadata } = {}, ...rest } = stored;
  const draft = copy({ ...rest, metadata }) as KubeObject;
  if (managedFields !== undefined) draftMeta(draft).managedFields = managedFields as DraftMeta['managedFields'];
  return draft;
}

/** The metadata of a draft, made when the body brought none, open for changes. */
export function draftMeta(draft: KubeObject): DraftMeta {
  draft.metadata ??= {};
  return draft.metadata;
}
