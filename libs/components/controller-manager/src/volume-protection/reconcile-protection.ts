import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';

/** Volume or claim with its protection finalizer and use. */
export interface ProtectionView {
  readonly object: KubeObject;
  readonly resource: ResourceRef;
  readonly finalizer: string;
  readonly inUse: boolean;
}

/**
 * Adds a missing finalizer; removes that of an unused object under deletion. Models `processPVC` of pkg/controller/volume/pvcprotection,
 * and pvprotection.
 */
export function reconcileProtection({ object, resource, finalizer, inUse }: ProtectionView): Plan {
  const { deletionTimestamp, finalizers = [], resourceVersion } = object.metadata ?? {};
  const isMarked = finalizers.includes(finalizer);
  const isGoing = deletionTimestamp !== undefined;
  if (isGoing ? !isMarked || inUse : isMarked) return NOTHING;
  const next = isGoing ? finalizers.filter((name) => name !== finalizer) : [...finalizers, finalizer];
  const patch = { type: 'merge', body: { metadata: { resourceVersion, finalizers: next } } } as const;
  return { stages: [[{ type: 'patch', resource, name: nameOf(object), patch, tolerate: ['NotFound'] }]] };
}
