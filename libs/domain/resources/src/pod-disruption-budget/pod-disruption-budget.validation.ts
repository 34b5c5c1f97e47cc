import {
  type FieldError,
  fieldErrors,
  pathSegment,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { selectorAsGo } from '../generic/as-go.ts';
import { validateConditions } from '../generic/conditions.validation.ts';
import { nonNegative } from '../generic/field-checks.ts';
import { validateShare } from '../generic/int-or-percent.ts';
import type { PodDisruptionBudget } from './pod-disruption-budget.ts';

const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];
const BOTH_SET = 'minAvailable and maxUnavailable cannot be both set';

/** Models `ValidatePodDisruptionBudget`; metadata rules come last. */
export function validatePodDisruptionBudget(budget: PodDisruptionBudget): FieldError[] {
  const errors = specErrors(budget.spec ?? {});
  return errors.length > 0 ? errors : validateObjectMeta(budget.metadata ?? {}, { namespaced: true, nameFn: pathSegment });
}

/** Models the strategy's `ValidateUpdate`. */
export function validatePodDisruptionBudgetUpdate(next: PodDisruptionBudget, previous: PodDisruptionBudget): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...specErrors(next.spec ?? {})];
}

/** Models `ValidatePodDisruptionBudgetStatusUpdate`. */
export function validatePodDisruptionBudgetStatus({ status }: PodDisruptionBudget): FieldError[] {
  const counts = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const;
  return [
    ...validateConditions(status?.conditions, 'status.conditions'),
    ...counts.flatMap((field) => nonNegative(status?.[field], `status.${field}`)),
  ];
}

type Spec = NonNullable<PodDisruptionBudget['spec']>;

function specErrors(spec: Spec): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const both = minAvailable !== undefined && maxUnavailable !== undefined;
  const unknownPolicy = policy !== undefined && !EVICTION_POLICIES.includes(policy);
  return [
    ...(both ? [fieldErrors.invalid('spec', specAsGo(spec), BOTH_SET)] : []),
    ...validateShare(minAvailable, 'spec.minAvailable'),
    ...validateShare(maxUnavailable, 'spec.maxUnavailable'),
    ...validateLabelSelector(selector, 'spec.selector'),
    ...(unknownPolicy ? [fieldErrors.notSupported('spec.unhealthyPodEvictionPolicy', policy, EVICTION_POLICIES)] : []),
  ];
}

/** Returns a spec in the form of Go's internal type, without JSON names. */
function specAsGo({ minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy }: Spec): object {
  return {
    MinAvailable: minAvailable ?? null,
    Selector: selectorAsGo(selector) ?? null,
    MaxUnavailable: maxUnavailable ?? null,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? null,
  };
}
