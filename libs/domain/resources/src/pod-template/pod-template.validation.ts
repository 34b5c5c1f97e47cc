import { type FieldError, fieldErrors, validateAnnotations, validateLabels } from '@klockwork/api-machinery';
import type { PodTemplateSpec } from './pod-spec.ts';
import { validatePodAnnotations } from './validation/pod-annotations.ts';
import { validatePodSpec } from './validation/pod-spec.validation.ts';

/** Validates a workload's pod template at `path` (`spec.template`). Models `ValidatePodTemplateSpec`. */
export function validatePodTemplate(template: PodTemplateSpec, path: string): FieldError[] {
  const { labels, annotations } = template.metadata ?? {};
  const spec = template.spec ?? { containers: [] };
  return [
    ...validateLabels(labels, `${path}.labels`),
    ...validateAnnotations(annotations, `${path}.annotations`),
    ...validatePodAnnotations(annotations, spec, `${path}.annotations`),
    ...validatePodSpec(spec, `${path}.spec`),
    ...validateNoEphemeral(template, path),
  ];
}

function validateNoEphemeral({ spec }: PodTemplateSpec, path: string): FieldError[] {
  if (!spec?.ephemeralContainers?.length) return [];
  return [fieldErrors.forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')];
}
