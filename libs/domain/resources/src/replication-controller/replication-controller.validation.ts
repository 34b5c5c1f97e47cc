import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  labelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { mapAsGo } from '../generic/as-go.ts';
import { nonNegative } from '../generic/field-checks.ts';
import { replicaCountErrors } from '../generic/replica-counts.ts';
import { podErrors } from '../generic/template.validation.ts';
import { validatePodTemplate } from '../pod-template/pod-template.validation.ts';
import type { ReplicationController, ReplicationControllerSpec } from './replication-controller.ts';

/** Models `ValidateReplicationController`. */
export function validateReplicationController(controller: ReplicationController): FieldError[] {
  return [
    ...validateObjectMeta(controller.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...specErrors(controller.spec ?? {}),
  ];
}

/** Models `ValidateReplicationControllerUpdate`: the selector may change, unlike a ReplicaSet's. */
export function validateReplicationControllerUpdate(next: ReplicationController, previous: ReplicationController): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...specErrors(next.spec ?? {})];
}

/** Models `ValidateReplicationControllerStatus`. */
export function validateReplicationControllerStatus({ status = { replicas: 0 } }: ReplicationController): FieldError[] {
  return replicaCountErrors(status);
}

function specErrors(spec: ReplicationControllerSpec): FieldError[] {
  const selector = spec.selector ?? {};
  return [
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...(Object.keys(selector).length === 0 ? [fieldErrors.required('spec.selector')] : []),
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...templateErrors(spec.template, selector),
  ];
}

/** Models `ValidatePodTemplateSpecForRC`. */
function templateErrors(template: ReplicationControllerSpec['template'], selector: Readonly<Record<string, string>>): FieldError[] {
  if (template === undefined) return [fieldErrors.required('spec.template')];
  const labels = template.metadata?.labels;
  const field = 'spec.template.metadata.labels';
  const selected = labelSelector.fromLabels(selector).matches(labels);
  return [
    ...(selected ? [] : [fieldErrors.invalid(field, mapAsGo(labels), '`selector` does not match template `labels`')]),
    ...validatePodTemplate(template, 'spec.template'),
    ...podErrors(template.spec, 'ReplicationController'),
  ];
}
