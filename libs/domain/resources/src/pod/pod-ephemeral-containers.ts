import { type FieldError, fieldErrors, semanticEqual, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import { continueGeneration, specChanged } from '../generic/generation.ts';
import { keepPart, keepWrittenMetadata } from '../generic/status-strategy.ts';
import { internalDiff } from '../internal-diff/internal-diff.ts';
import type { SubresourceStrategy } from '../kind.ts';
import { MIRROR_POD, validatePodAnnotationUpdate } from '../pod-template/validation/pod-annotations.ts';
import type { Pod } from './pod.ts';
import { validateMetadataAndSpec } from './pod.validation.ts';

const PATH = 'spec.ephemeralContainers';

/** `/ephemeralcontainers` adds containers to a running pod: `kubectl debug`. Models `podEphemeralContainersStrategy`. */
export const podEphemeralContainers: SubresourceStrategy<Pod> = {
  ownFields: ['spec.ephemeralContainers'],
  prepareForUpdate(draft, previous) {
    const { ephemeralContainers } = draft.spec ?? {};
    const spec = copy(previous.spec ?? { containers: [] });
    draft.spec = ephemeralContainers ? { ...spec, ephemeralContainers } : spec;
    keepPart(draft, previous, 'status');
    keepWrittenMetadata(draft, previous);
    continueGeneration(draft, previous, specChanged(draft, previous));
  },

  validateUpdate(next, previous) {
    if (previous.metadata?.annotations?.[MIRROR_POD] !== undefined) {
      return [fieldErrors.forbidden('', 'static pods do not support ephemeral containers')];
    }
    return [
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
      ...validateMetadataAndSpec(next),
      ...validatePodAnnotationUpdate(next.metadata?.annotations, previous.metadata?.annotations, 'metadata.annotations'),
      ...validateKept(next, previous),
    ];
  },
};

function diffOf(old: object, next: object): string {
  return internalDiff('EphemeralContainer', old, next);
}

function validateKept(next: Pod, previous: Pod): FieldError[] {
  const byName = new Map((next.spec?.ephemeralContainers ?? []).map((container) => [container.name, container]));
  return (previous.spec?.ephemeralContainers ?? []).flatMap((old) => {
    const container = byName.get(old.name);
    if (container === undefined) return [fieldErrors.forbidden(PATH, `existing ephemeral containers "${old.name}" may not be removed\n`)];
    return semanticEqual(container, old)
      ? []
      : [fieldErrors.forbidden(PATH, `existing ephemeral containers "${old.name}" may not be changed\n${diffOf(old, container)}`)];
  });
}
