import { type FieldError, fieldErrors, labelSelector, semanticEqual, validateLabelSelector } from '@klockwork/api-machinery';
import type { LabelSelector } from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';
import { validatePodTemplate } from '../pod-template/pod-template.validation.ts';
import { mapAsGo, selectorAsGo } from './as-go.ts';

/** Kind of the template's owner, for upstream's messages. */
type TemplateOwner = 'ReplicaSet' | 'DaemonSet' | 'StatefulSet' | 'ReplicationController';

/** Validates `spec.selector`: required, valid and nonempty. `word`: kind in upstream's message, `deployment`. */
export function validateSelector(selector: LabelSelector | undefined, word: string): FieldError[] {
  if (selector === undefined || selector === null) return [fieldErrors.required('spec.selector')];
  return [...validateLabelSelector(selector, 'spec.selector'), ...emptySelectorErrors(selector, word)];
}

/** Refuses an empty selector. `word`: kind in upstream's message. */
export function emptySelectorErrors(selector: LabelSelector | undefined, word: string): FieldError[] {
  if (selector === undefined || selector === null) return [];
  const size = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length;
  return size === 0 ? [fieldErrors.invalid('spec.selector', selectorAsGo(selector), `empty selector is invalid for ${word}`)] : [];
}

/** Keeps the selector immutable. */
export function validateSelectorUnchanged(next: LabelSelector | undefined, previous: LabelSelector | undefined): FieldError[] {
  return semanticEqual(next, previous) ? [] : [fieldErrors.invalid('spec.selector', selectorAsGo(next), 'field is immutable')];
}

/** Models `ValidatePodTemplateSpecForReplicaSet` and its variants; an invalid selector is reported instead. */
export function validateTemplate(
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
  owner: TemplateOwner,
): FieldError[] {
  if (matcherOf(selector) === undefined) return [fieldErrors.invalid('spec.selector', selectorAsGo(selector), 'invalid label selector')];
  return [
    ...validateSelected(template, selector),
    ...validatePodTemplate(template ?? {}, 'spec.template'),
    ...podErrors(template?.spec, owner),
  ];
}

/** Requires template labels that match the selector. Invalid selectors match all: other validations report them. */
export function validateSelected(template: PodTemplateSpec | undefined, selector: LabelSelector | undefined): FieldError[] {
  const labels = template?.metadata?.labels;
  const matches = matcherOf(selector) ?? (() => true);
  if (matches(labels ?? {})) return [];
  return [fieldErrors.invalid('spec.template.metadata.labels', mapAsGo(labels), '`selector` does not match template `labels`')];
}

/** Returns the matcher of a selector: empty matches all, absent nothing. Undefined for an invalid selector. */
export function matcherOf(selector: LabelSelector | undefined): ((labels: Record<string, string>) => boolean) | undefined {
  const matcher = labelSelector.tryFromObject(selector);
  if (matcher === undefined) return undefined;
  return matcher.requirements.length === 0 && matcher.selectable ? () => true : (labels) => matcher.matches(labels);
}

/** Requires restartPolicy Always and no deadline. */
export function podErrors(spec: PodTemplateSpec['spec'], owner: TemplateOwner): FieldError[] {
  const policy = spec?.restartPolicy ?? '';
  const deadline = spec?.activeDeadlineSeconds;
  const path = 'spec.template.spec.activeDeadlineSeconds';
  return [
    ...(policy === 'Always' ? [] : [fieldErrors.notSupported('spec.template.spec.restartPolicy', policy, ['Always'])]),
    ...(deadline === undefined ? [] : [fieldErrors.forbidden(path, `activeDeadlineSeconds in ${owner} is not Supported`)]),
  ];
}
