import { dns1123Subdomain, type FieldError, fieldErrors, validateObjectMeta } from '@klockwork/api-machinery';
import type { PodSpec } from '../pod-template/pod-spec.ts';
import { validateImagesTrimmed } from '../pod-template/validation/containers.ts';
import { validatePodAnnotations } from '../pod-template/validation/pod-annotations.ts';
import { validatePodSpec } from '../pod-template/validation/pod-spec.validation.ts';
import type { Pod } from './pod.ts';
import { validateProfilesAgree } from './pod-profiles.validation.ts';

/** Models `ValidatePodCreate`. */
export function validatePod(pod: Pod): FieldError[] {
  const { ephemeralContainers, nodeName, schedulingGates } = specOf(pod);
  const errors = validateMetadataAndSpec(pod);
  if (ephemeralContainers?.length) errors.push(fieldErrors.forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  if (nodeName && schedulingGates?.length) {
    errors.push(fieldErrors.forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
  errors.push(...validateProfilesAgree(pod));
  return errors;
}

/** Validates the invariants of a pod. Models `validatePodMetadataAndSpec`. */
export function validateMetadataAndSpec(pod: Pod): FieldError[] {
  const spec = specOf(pod);
  return [
    ...validateObjectMeta(pod.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain }),
    ...validatePodAnnotations(pod.metadata?.annotations, spec, 'metadata.annotations'),
    ...validatePodSpec(spec, 'spec', pod.metadata ?? {}),
    ...validateTokensHaveAccount(spec),
    ...validateImagesTrimmed(spec.containers, 'spec.containers'),
    ...validateImagesTrimmed(spec.initContainers, 'spec.initContainers'),
  ];
}

function specOf(pod: Pod): PodSpec {
  return pod.spec ?? { containers: [] };
}

function validateTokensHaveAccount(spec: PodSpec): FieldError[] {
  if (spec.serviceAccountName) return [];
  return (spec.volumes ?? []).flatMap(({ projected }, volume) =>
    (projected?.sources ?? []).flatMap(({ serviceAccountToken }, source) => {
      if (!serviceAccountToken) return [];
      const path = `spec.volumes[${volume}].projected.sources[${source}].serviceAccountToken`;
      return [fieldErrors.forbidden(path, 'must not be specified when serviceAccountName is not set')];
    }),
  );
}
