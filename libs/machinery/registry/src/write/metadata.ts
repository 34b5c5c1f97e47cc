import { copy, type Mutable } from '@klockwork/kernel';
import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { KubeObject } from '@klockwork/resources';

/** Metadata the system may write. */
export type DraftMeta = Mutable<ObjectMeta>;

/** Copies a stored object for changes. Entries of managedFields are shared, since they are replaced, never changed. */
export function copyStored(storedObject: KubeObject): KubeObject {
  const { metadata: { managedFields, ...metadata } = {}, ...rest } = storedObject;
  const draft = copy({ ...rest, metadata }) as KubeObject;
  if (managedFields !== undefined) draftMeta(draft).managedFields = managedFields as DraftMeta['managedFields'];
  return draft;
}

/** Returns the mutable metadata of a draft; creates it if absent. */
export function draftMeta(draft: KubeObject): DraftMeta {
  draft.metadata ??= {};
  return draft.metadata;
}
