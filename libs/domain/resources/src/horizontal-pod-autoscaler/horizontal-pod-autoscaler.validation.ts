import {
  compareQuantity,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { nonNegative } from '../generic/field-checks.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, ScalingRules } from './horizontal-pod-autoscaler.ts';
import { validateMetric } from './metric.validation.ts';
import { type VersionRule, validateReference, versionProblem } from './reference.validation.ts';

const STABILIZATION_SECONDS_MAX = 3_600;
const PERIOD_SECONDS_MAX = 1_800;
const SELECT_POLICIES = ['Disabled', 'Max', 'Min'];
const POLICY_TYPES = ['Percent', 'Pods'];
const POSITIVE = 'must be greater than zero';

type Policy = NonNullable<ScalingRules['policies']>[number];

/** Models `ValidateHorizontalPodAutoscaler`. */
export function validateHorizontalPodAutoscaler(autoscaler: HorizontalPodAutoscaler): FieldError[] {
  return [
    ...validateObjectMeta(autoscaler.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...specErrors(autoscaler.spec, versionRules(autoscaler.spec, undefined)),
  ];
}

/** Models `ValidateHorizontalPodAutoscalerUpdate`. */
export function validateHorizontalPodAutoscalerUpdate(next: HorizontalPodAutoscaler, previous: HorizontalPodAutoscaler): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...specErrors(next.spec, versionRules(next.spec, previous.spec)),
  ];
}

/** Models `ValidateHorizontalPodAutoscalerStatusUpdate`. */
export function validateHorizontalPodAutoscalerStatus({ status }: HorizontalPodAutoscaler): FieldError[] {
  return [
    ...nonNegative(status?.currentReplicas, 'status.currentReplicas'),
    ...nonNegative(status?.desiredReplicas, 'status.desiredReplicas'),
  ];
}

interface VersionRules {
  readonly ofTarget: VersionRule;
  readonly ofObjects: VersionRule;
}

type Spec = Partial<HorizontalPodAutoscalerSpec>;

/** Existing invalid versions remain valid. Models `validationOptionsForHorizontalPodAutoscaler`. */
function versionRules(next: Spec = {}, previous: Spec | undefined): VersionRules {
  const [target, before] = [next.scaleTargetRef, previous?.scaleTargetRef];
  const kept = previous !== undefined && target?.apiVersion === before?.apiVersion && target?.kind === before?.kind;
  const objects = (previous?.metrics ?? []).flatMap(({ object }) => object?.describedObject ?? []);
  const wasInvalid = objects.some(({ apiVersion = '' }) => versionProblem(apiVersion, { mayLackGroup: true }) !== undefined);
  return {
    ofTarget: { mayBeAnything: kept, mayLackGroup: target?.kind === 'ReplicationController' },
    ofObjects: { mayBeAnything: wasInvalid, mayLackGroup: true },
  };
}

function specErrors(spec: Spec = {}, { ofTarget, ofObjects }: VersionRules): FieldError[] {
  const { minReplicas, maxReplicas = 0, scaleTargetRef, metrics = [], behavior } = spec;
  const field = 'spec.maxReplicas';
  const belowLeast = minReplicas !== undefined && maxReplicas < minReplicas;
  return [
    ...(minReplicas !== undefined && minReplicas < 1
      ? [fieldErrors.invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1')]
      : []),
    ...(maxReplicas < 1 ? [fieldErrors.invalid(field, maxReplicas, 'must be greater than 0')] : []),
    ...(belowLeast ? [fieldErrors.invalid(field, maxReplicas, 'must be greater than or equal to `minReplicas`')] : []),
    ...validateReference(scaleTargetRef, 'spec.scaleTargetRef', ofTarget),
    ...metrics.flatMap((metric, index) => validateMetric(metric, `spec.metrics[${index}]`, ofObjects)),
    ...rulesErrors(behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...rulesErrors(behavior?.scaleDown, 'spec.behavior.scaleDown'),
  ];
}

/** Models `validateScalingRules`. */
function rulesErrors(rules: ScalingRules | undefined, path: string): FieldError[] {
  if (rules === undefined) return [];
  const { stabilizationWindowSeconds: seconds = 0, selectPolicy, policies = [], tolerance } = rules;
  const at = `${path}.stabilizationWindowSeconds`;
  const tooLong = `must be less than or equal to ${STABILIZATION_SECONDS_MAX}`;
  return [
    ...(seconds < 0 ? [fieldErrors.invalid(at, seconds, 'must be greater than or equal to zero')] : []),
    ...(seconds > STABILIZATION_SECONDS_MAX ? [fieldErrors.invalid(at, seconds, tooLong)] : []),
    ...(selectPolicy !== undefined && !SELECT_POLICIES.includes(selectPolicy)
      ? [fieldErrors.notSupported(`${path}.selectPolicy`, selectPolicy, SELECT_POLICIES)]
      : []),
    ...(policies.length === 0 ? [fieldErrors.required(`${path}.policies`, 'must specify at least one Policy')] : []),
    ...policies.flatMap((policy, index) => policyErrors(policy, `${path}.policies[${index}]`)),
    ...(tolerance !== undefined && compareQuantity(tolerance, '0') < 0
      ? [fieldErrors.invalid(`${path}.tolerance`, tolerance, 'must be greater than or equal to 0')]
      : []),
  ];
}

/** Models `validateScalingPolicy`. */
function policyErrors({ type, value = 0, periodSeconds = 0 }: Policy, path: string): FieldError[] {
  const tooLong = `must be less than or equal to ${PERIOD_SECONDS_MAX}`;
  return [
    ...(POLICY_TYPES.includes(type) ? [] : [fieldErrors.notSupported(`${path}.type`, type ?? '', POLICY_TYPES)]),
    ...(value <= 0 ? [fieldErrors.invalid(`${path}.value`, value, POSITIVE)] : []),
    ...(periodSeconds <= 0 ? [fieldErrors.invalid(`${path}.periodSeconds`, periodSeconds, POSITIVE)] : []),
    ...(periodSeconds > PERIOD_SECONDS_MAX ? [fieldErrors.invalid(`${path}.periodSeconds`, periodSeconds, tooLong)] : []),
  ];
}
