import {
  compareText,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  labelSelector,
  semanticEqual,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { nonNegative } from '../generic/field-checks.ts';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';
import { validatePodTemplate } from '../pod-template/pod-template.validation.ts';
import type { ReplicaSet } from './replica-set.ts';

/** Models `ValidateReplicaSet` of `pkg/apis/apps/validation/validation.go`. */
export function validateReplicaSet(replicaSet: ReplicaSet): FieldError[] {
  return [
    ...validateObjectMeta(replicaSet.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...specErrors(replicaSet),
  ];
}

/** Models the strategy's `ValidateUpdate`: the selector never changes. */
export function validateReplicaSetUpdate(next: ReplicaSet, previous: ReplicaSet): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...specErrors(next),
    ...validateSelectorUnchanged(next.spec?.selector, previous.spec?.selector),
  ];
}

/** Models `ValidateReplicaSetStatus`. */
export function validateReplicaSetStatus({ status = { replicas: 0 } }: ReplicaSet): FieldError[] {
  return [
    ...nonNegative(status.replicas, 'status.replicas'),
    ...nonNegative(status.fullyLabeledReplicas, 'status.fullyLabeledReplicas'),
    ...nonNegative(status.readyReplicas, 'status.readyReplicas'),
    ...nonNegative(status.availableReplicas, 'status.availableReplicas'),
    ...nonNegative(status.observedGeneration, 'status.observedGeneration'),
    ...nonNegative(status.terminatingReplicas, 'status.terminatingReplicas'),
    ...notAbove(status, 'fullyLabeledReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'readyReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'availableReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'availableReplicas', 'readyReplicas', 'readyReplicas'),
  ];
}

/** Judges a selector and the template whose pods it must select. Deployments and ReplicaSets have both, with the same words. */
export function validateSelector(selector: LabelSelector | undefined): FieldError[] {
  if (selector === undefined || selector === null) return [fieldErrors.required('spec.selector')];
  const size = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length;
  const empty =
    size === 0 ? [fieldErrors.invalid('spec.selector', selectorAsGo(selector), 'empty selector is invalid for deployment')] : [];
  return [...validateLabelSelector(selector, 'spec.selector'), ...empty];
}

/** The selector of a Deployment and of a ReplicaSet never changes. */
export function validateSelectorUnchanged(next: LabelSelector | undefined, previous: LabelSelector | undefined): FieldError[] {
  return semanticEqual(next, previous) ? [] : [fieldErrors.invalid('spec.selector', selectorAsGo(next), 'field is immutable')];
}

/** Models `ValidatePodTemplateSpecForReplicaSet`; a selector that cannot be read is told instead. */
export function validateTemplate(template: PodTemplateSpec | undefined, selector: LabelSelector | undefined): FieldError[] {
  const matches = matcherOf(selector);
  if (matches === undefined) return [fieldErrors.invalid('spec.selector', selectorAsGo(selector), 'invalid label selector')];
  const { metadata, spec } = template ?? {};
  const labels = metadata?.labels;
  const stray = matches(labels ?? {})
    ? []
    : [fieldErrors.invalid('spec.template.metadata.labels', mapAsGo(labels), '`selector` does not match template `labels`')];
  return [...stray, ...validatePodTemplate(template ?? {}, 'spec.template'), ...podErrors(spec)];
}

/** One count of a status may not be above another. */
export function notAbove<S extends object>(status: S, field: keyof S & string, limit: keyof S & string, limitName: string): FieldError[] {
  const [value, most] = [Number(status[field] ?? 0), Number(status[limit] ?? 0)];
  return value > most ? [fieldErrors.invalid(`status.${field}`, value, `cannot be greater than ${limitName}`)] : [];
}

function specErrors({ spec }: ReplicaSet): FieldError[] {
  return [
    ...nonNegative(spec?.replicas, 'spec.replicas'),
    ...nonNegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...validateSelector(spec?.selector),
    ...validateTemplate(spec?.template, spec?.selector),
  ];
}

/** An absent or empty selector is told of elsewhere, so it is not said to mismatch as well. */
function matcherOf(selector: LabelSelector | undefined): ((labels: Record<string, string>) => boolean) | undefined {
  try {
    const matcher = labelSelector.fromObject(selector);
    return matcher.requirements.length === 0 && matcher.selectable ? () => true : (labels) => matcher.matches(labels);
  } catch {
    return undefined;
  }
}

function podErrors(spec: PodTemplateSpec['spec']): FieldError[] {
  const policy = spec?.restartPolicy ?? '';
  const deadline = spec?.activeDeadlineSeconds;
  return [
    ...(policy === 'Always' ? [] : [fieldErrors.notSupported('spec.template.spec.restartPolicy', policy, ['Always'])]),
    ...(deadline === undefined
      ? []
      : [fieldErrors.forbidden('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in ReplicaSet is not Supported')]),
  ];
}

/** A selector with its fields in the order Go prints them. */
function selectorAsGo(selector: LabelSelector | undefined): object | undefined {
  if (selector === undefined || selector === null) return undefined;
  const { matchLabels, matchExpressions } = selector;
  const expressions = (matchExpressions ?? []).map(({ key, operator, values }) => ({
    key,
    operator,
    ...(values?.length ? { values } : {}),
  }));
  const labels = mapAsGo(matchLabels);
  return { ...(labels ? { matchLabels: labels } : {}), ...(expressions.length > 0 ? { matchExpressions: expressions } : {}) };
}

/** A map as Go prints it: sorted by key, an empty one like none. */
function mapAsGo(map: Readonly<Record<string, string>> | undefined): object | undefined {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
