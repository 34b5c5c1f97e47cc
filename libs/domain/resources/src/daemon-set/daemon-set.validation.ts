import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { collisionErrors } from '../generic/collision-count.ts';
import { nonNegative } from '../generic/field-checks.ts';
import { amountOf, validateAtMostAll, validateIntOrPercent } from '../generic/int-or-percent.ts';
import { emptySelectorErrors, podErrors, validateSelected, validateSelectorUnchanged } from '../generic/template.validation.ts';
import { validatePodTemplate } from '../pod-template/pod-template.validation.ts';
import type { DaemonSet, DaemonSetSpec } from './daemon-set.ts';

type Strategy = NonNullable<DaemonSetSpec['updateStrategy']>;

/** Models `ValidateDaemonSet` of `pkg/apis/apps/validation/validation.go`. */
export function validateDaemonSet(daemonSet: DaemonSet): FieldError[] {
  return [
    ...validateObjectMeta(daemonSet.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...specErrors(daemonSet.spec),
  ];
}

/** Models the strategy's `ValidateUpdate`: the selector never changes. */
export function validateDaemonSetUpdate(next: DaemonSet, previous: DaemonSet): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...specErrors(next.spec),
    ...validateSelectorUnchanged(next.spec?.selector, previous.spec?.selector),
  ];
}

/** Models `ValidateDaemonSetStatusUpdate`. */
export function validateDaemonSetStatus({ status }: DaemonSet, previous: DaemonSet): FieldError[] {
  return [
    ...nonNegative(status?.currentNumberScheduled, 'status.currentNumberScheduled'),
    ...nonNegative(status?.numberMisscheduled, 'status.numberMisscheduled'),
    ...nonNegative(status?.desiredNumberScheduled, 'status.desiredNumberScheduled'),
    ...nonNegative(status?.numberReady, 'status.numberReady'),
    ...nonNegative(status?.observedGeneration, 'status.observedGeneration'),
    ...nonNegative(status?.updatedNumberScheduled, 'status.updatedNumberScheduled'),
    ...nonNegative(status?.numberAvailable, 'status.numberAvailable'),
    ...nonNegative(status?.numberUnavailable, 'status.numberUnavailable'),
    ...nonNegative(status?.collisionCount, 'status.collisionCount'),
    ...collisionErrors(status?.collisionCount, previous.status?.collisionCount),
  ];
}

/** True when the template differs. */
export function templateChanged(next: DaemonSet, previous: DaemonSet): boolean {
  return !semanticEqual(next.spec?.template, previous.spec?.template);
}

/** Models `ValidateDaemonSetSpec`: an absent selector is reported as not matching its template. */
function specErrors(spec: DaemonSetSpec | undefined): FieldError[] {
  const { selector, template } = spec ?? {};
  return [
    ...validateLabelSelector(selector, 'spec.selector'),
    ...validateSelected(template, selector),
    ...emptySelectorErrors(selector, 'daemonset'),
    ...validatePodTemplate(template ?? {}, 'spec.template'),
    ...podErrors(template?.spec, 'DaemonSet'),
    ...nonNegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...strategyErrors(spec?.updateStrategy ?? {}),
    ...nonNegative(spec?.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ];
}

/** Models `ValidateDaemonSetUpdateStrategy`. */
function strategyErrors(strategy: Strategy): FieldError[] {
  const { type = '', rollingUpdate } = strategy;
  const path = 'spec.updateStrategy';
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') return [fieldErrors.notSupported(path, strategyAsGo(strategy), ['RollingUpdate', 'OnDelete'])];
  return rollingUpdate === undefined
    ? [fieldErrors.required(`${path}.rollingUpdate`)]
    : rollingErrors(rollingUpdate, `${path}.rollingUpdate`);
}

/** Models `ValidateRollingUpdateDaemonSet`: either unavailable pods or surge pods are allowed. */
function rollingErrors({ maxUnavailable = 0, maxSurge = 0 }: NonNullable<Strategy['rollingUpdate']>, path: string): FieldError[] {
  const [surge, unavailable] = [amountOf(maxSurge) !== 0, amountOf(maxUnavailable) !== 0];
  return [
    ...validateIntOrPercent(maxUnavailable, `${path}.maxUnavailable`),
    ...validateIntOrPercent(maxSurge, `${path}.maxSurge`),
    ...validateAtMostAll(maxUnavailable, `${path}.maxUnavailable`),
    ...validateAtMostAll(maxSurge, `${path}.maxSurge`),
    ...(surge && unavailable ? [fieldErrors.invalid(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero')] : []),
    ...(surge || unavailable ? [] : [fieldErrors.required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')]),
  ];
}

/** Formats a strategy like Go's internal type, without JSON names. */
function strategyAsGo({ type = '', rollingUpdate }: Strategy): object {
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  return { Type: type, RollingUpdate: rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null };
}
