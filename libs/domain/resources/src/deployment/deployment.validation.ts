import { dns1123Subdomain, type FieldError, fieldErrors, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { collisionErrors } from '../generic/collision-count.ts';
import { nonNegative, notAbove } from '../generic/field-checks.ts';
import { amountOf, validateAtMostAll, validateIntOrPercent } from '../generic/int-or-percent.ts';
import { validateSelector, validateSelectorUnchanged, validateTemplate } from '../generic/template.validation.ts';
import type { Deployment, DeploymentSpec, DeploymentStrategy } from './deployment.ts';

type RollingUpdate = NonNullable<DeploymentStrategy['rollingUpdate']>;

/** Models `ValidateDeployment` of `pkg/apis/apps/validation/validation.go`. */
export function validateDeployment(deployment: Deployment): FieldError[] {
  return [
    ...validateObjectMeta(deployment.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...specErrors(deployment.spec),
  ];
}

/** Models the strategy's `ValidateUpdate`: the selector never changes. */
export function validateDeploymentUpdate(next: Deployment, previous: Deployment): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...specErrors(next.spec),
    ...validateSelectorUnchanged(next.spec?.selector, previous.spec?.selector),
  ];
}

/** Models `ValidateDeploymentStatusUpdate`. */
export function validateDeploymentStatus({ status = {} }: Deployment, previous: Deployment): FieldError[] {
  return [
    ...nonNegative(status.observedGeneration, 'status.observedGeneration'),
    ...nonNegative(status.replicas, 'status.replicas'),
    ...nonNegative(status.updatedReplicas, 'status.updatedReplicas'),
    ...nonNegative(status.readyReplicas, 'status.readyReplicas'),
    ...nonNegative(status.availableReplicas, 'status.availableReplicas'),
    ...nonNegative(status.unavailableReplicas, 'status.unavailableReplicas'),
    ...nonNegative(status.terminatingReplicas, 'status.terminatingReplicas'),
    ...nonNegative(status.collisionCount, 'status.collisionCount'),
    ...notAbove(status, 'updatedReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'readyReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'availableReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'availableReplicas', 'readyReplicas', 'readyReplicas'),
    ...collisionErrors(status.collisionCount, previous.status?.collisionCount),
  ];
}

function specErrors(spec: DeploymentSpec | undefined): FieldError[] {
  return [
    ...nonNegative(spec?.replicas, 'spec.replicas'),
    ...validateSelector(spec?.selector, 'deployment'),
    ...validateTemplate(spec?.template, spec?.selector, 'ReplicaSet'),
    ...strategyErrors(spec?.strategy ?? {}),
    ...nonNegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...nonNegative(spec?.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
    ...deadlineErrors(spec),
  ];
}

function deadlineErrors(spec: DeploymentSpec | undefined): FieldError[] {
  const deadline = spec?.progressDeadlineSeconds;
  if (deadline === undefined) return [];
  const path = 'spec.progressDeadlineSeconds';
  const tooSoon = deadline <= (spec?.minReadySeconds ?? 0);
  return [
    ...nonNegative(deadline, path),
    ...(tooSoon ? [fieldErrors.invalid(path, deadline, 'must be greater than minReadySeconds')] : []),
  ];
}

/** Models `ValidateDeploymentStrategy`. */
function strategyErrors(strategy: DeploymentStrategy): FieldError[] {
  const { type = '', rollingUpdate } = strategy;
  const path = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate')
    return rollingUpdate ? [fieldErrors.forbidden(path, "may not be specified when strategy `type` is 'Recreate'")] : [];
  if (type === 'RollingUpdate') {
    if (!rollingUpdate) return [fieldErrors.required(path, 'this should be defaulted and never be nil')];
    return rollingUpdateErrors(rollingUpdate, path);
  }
  return [fieldErrors.notSupported('spec.strategy', strategyAsGo(strategy), ['Recreate', 'RollingUpdate'])];
}

/** Models `ValidateRollingUpdateDeployment`. */
function rollingUpdateErrors({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdate, path: string): FieldError[] {
  const bothZero = amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0;
  const field = `${path}.maxUnavailable`;
  return [
    ...validateIntOrPercent(maxUnavailable, field),
    ...validateIntOrPercent(maxSurge, `${path}.maxSurge`),
    ...(bothZero ? [fieldErrors.invalid(field, maxUnavailable, 'may not be 0 when `maxSurge` is 0')] : []),
    ...validateAtMostAll(maxUnavailable, field),
  ];
}

/** Formats a strategy like Go's internal type, without JSON names. */
function strategyAsGo({ type = '', rollingUpdate }: DeploymentStrategy): object {
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  return { Type: type, RollingUpdate: rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null };
}
