import { type FieldError, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import type { SubresourceStrategy } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { metadataOf } from './metadata.ts';

/** Metadata that only writes of the object itself may change. */
const WRITTEN = ['deletionTimestamp', 'labels', 'annotations', 'finalizers', 'ownerReferences'] as const;

interface SpecAndStatus extends KubeObject {
  spec?: unknown;
  status?: unknown;
}

/**
 * Returns the rules of a `/status` write: it keeps the spec, and fields restored by `keep`. `validate` checks the status only. Models the
 * status strategies below `pkg/registry`.
 */
export function statusStrategy<T extends SpecAndStatus>(options: {
  keep?(draft: T, previous: T): void;
  /** The metadata that people write stays, too: see {@link keepWrittenMetadata}. */
  keepsMetadata?: true;
  validate?(object: T, previous: T): FieldError[];
  /** Fields reset by `keep`, and the spec, as paths; by default the spec alone. */
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

/** Restores metadata that only writes of the object itself change. Models `metav1.ResetObjectMetaForStatus`. */
export function keepWrittenMetadata(draft: KubeObject, previous: KubeObject): void {
  for (const part of WRITTEN) keepPart(metadataOf(draft), previous.metadata ?? {}, part);
}

/** Restores `part` of the stored object in the draft. */
export function keepPart<T extends object, Part extends keyof T>(draft: T, previous: T, part: Part): void {
  if (previous[part] === undefined) delete draft[part];
  else draft[part] = previous[part];
}
