import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  percent,
  semanticEqual,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { complaints, nonNegative } from '../generic/field-checks.ts';
import { validateSelector, validateSelectorUnchanged, validateTemplate } from '../generic/template.validation.ts';
import type { DaemonSet, DaemonSetSpec } from './daemon-set.ts';

type Strategy = NonNullable<DaemonSetSpec['updateStrategy']>;
type IntOrPercent = number | string;

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

/** Models `validateDaemonSetStatus`. */
export function validateDaemonSetStatus({ status }: DaemonSet): FieldError[] {
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
  ];
}

/** True when the template differs. */
export function templateChanged(next: DaemonSet, previous: DaemonSet): boolean {
  return !semanticEqual(next.spec?.template, previous.spec?.template);
}

function specErrors(spec: DaemonSetSpec | undefined): FieldError[] {
  return [
    ...validateSelector(spec?.selector, 'daemonset'),
    ...validateTemplate(spec?.template, spec?.selector, 'DaemonSet'),
    ...nonNegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...strategyErrors(spec?.updateStrategy ?? {}),
    ...nonNegative(spec?.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ];
}

/** Models `ValidateDaemonSetUpdateStrategy`. */
function strategyErrors({ type = '', rollingUpdate }: Strategy): FieldError[] {
  const path = 'spec.updateStrategy';
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') return [fieldErrors.notSupported(`${path}.type`, type, ['RollingUpdate', 'OnDelete'])];
  return rollingUpdate === undefined
    ? [fieldErrors.required(`${path}.rollingUpdate`)]
    : rollingErrors(rollingUpdate, `${path}.rollingUpdate`);
}

/** Models `ValidateRollingUpdateDaemonSet`: either pods may be missing for a while, or there may be two on a node. */
function rollingErrors({ maxUnavailable = 0, maxSurge = 0 }: NonNullable<Strategy['rollingUpdate']>, path: string): FieldError[] {
  const [surge, unavailable] = [isSome(maxSurge), isSome(maxUnavailable)];
  return [
    ...intOrPercentErrors(maxUnavailable, `${path}.maxUnavailable`),
    ...intOrPercentErrors(maxSurge, `${path}.maxSurge`),
    ...(surge && unavailable ? [fieldErrors.invalid(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero')] : []),
    ...(surge || unavailable ? [] : [fieldErrors.required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')]),
  ];
}

function isSome(value: IntOrPercent): boolean {
  return value !== 0 && value !== '0%';
}

function intOrPercentErrors(value: IntOrPercent, field: string): FieldError[] {
  if (typeof value === 'number') return nonNegative(value, field);
  const problems = complaints(value, percent(value), field);
  if (problems.length > 0) return problems;
  return Number.parseInt(value, 10) > 100 ? [fieldErrors.invalid(field, value, 'must not be greater than 100%')] : [];
}
