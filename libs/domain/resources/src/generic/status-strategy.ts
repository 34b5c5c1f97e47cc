import { type FieldError, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import type { SubresourceStrategy } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { metadataOf } from './metadata.ts';

/** What of the metadata a write of the object could change, or is refused for. */
const WRITTEN = ['deletionTimestamp', 'labels', 'annotations', 'finalizers', 'ownerReferences'] as const;

/** An object with the two parts that are written apart. */
interface SpecAndStatus extends KubeObject {
  spec?: unknown;
  status?: unknown;
}

/**
 * The rules of a `/status` write: the spec stays, and `keep` more. `validate` looks at the status alone.
 * Models the status strategies below `pkg/registry`.
 */
export function statusStrategy<T extends SpecAndStatus>(options: {
  keep?(draft: T, previous: T): void;
  /** The metadata that people write stays, too: see {@link keepWrittenMetadata}. */
  keepsMetadata?: true;
  validate?(object: T, previous: T): FieldError[];
  /** What `keep` and the spec come to, as paths; the spec alone without it. */
  resets?: readonly string[];
}): SubresourceStrategy<T> {
  return {
    prepareForUpdate(draft, previous) {
      keepPart(draft, previous, 'spec');
      if (options.keepsMetadata) keepWrittenMetadata(draft, previous);
      options.keep?.(draft, previous);
    },
    validateUpdate: (object, previous) => [
      ...validateObjectMetaUpdate(object.metadata ?? {}, previous.metadata ?? {}),
      ...(options.validate?.(object, previous) ?? []),
    ],
    ...(options.resets && { resetFields: options.resets }),
  };
}

/** Puts back what of the metadata only a write of the object itself changes. Models `metav1.ResetObjectMetaForStatus`. */
export function keepWrittenMetadata(draft: KubeObject, previous: KubeObject): void {
  for (const part of WRITTEN) keepPart(metadataOf(draft), previous.metadata ?? {}, part);
}

/** Puts `part` of the stored object into the draft: what this write may not touch. */
export function keepPart<T extends object, Part extends keyof T>(draft: T, previous: T, part: Part): void {
  if (previous[part] === undefined) delete draft[part];
  else draft[part] = previous[part];
}
