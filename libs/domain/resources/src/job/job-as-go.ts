import { internalValue } from '../internal-diff/internal-diff.ts';
import { internalPodSpec } from '../internal-diff/internal-pod-spec.ts';
import type { JobSpec } from './job.ts';

type FailurePolicy = JobSpec['podFailurePolicy'];
type SuccessPolicy = JobSpec['successPolicy'];

/** The template of a Job's pods as Go prints it. */
export function templateAsGo({ metadata, spec = { containers: [] } }: JobSpec['template'] = {}): object {
  return internalValue('PodTemplateSpec', { metadata, spec: internalPodSpec(spec) });
}

/** A policy as Go prints the internal type, whose fields have no JSON names. */
export function failurePolicyAsGo(policy: FailurePolicy): object | undefined {
  return policy && { Rules: policy.rules?.map(failureRuleAsGo) ?? null };
}

/** {@link failurePolicyAsGo} of the policy that says when a Job has succeeded. */
export function successPolicyAsGo(policy: SuccessPolicy): object | undefined {
  const rules = policy?.rules?.map(({ succeededIndexes = null, succeededCount = null }) => ({
    SucceededIndexes: succeededIndexes,
    SucceededCount: succeededCount,
  }));
  return policy && { Rules: rules ?? null };
}

function failureRuleAsGo({ action, onExitCodes, onPodConditions }: NonNullable<FailurePolicy>['rules'][number]): object {
  const { containerName = null, operator = '', values = null } = onExitCodes ?? {};
  return {
    Action: action,
    OnExitCodes: onExitCodes ? { ContainerName: containerName, Operator: operator, Values: values } : null,
    OnPodConditions: onPodConditions?.map(({ type, status = '' }) => ({ Type: type, Status: status })) ?? null,
  };
}
