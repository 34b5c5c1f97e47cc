import { internalValue } from '../internal-diff/internal-diff.ts';
import { internalPodSpec } from '../internal-diff/internal-pod-spec.ts';
import type { JobSpec } from './job.ts';

type FailurePolicy = JobSpec['podFailurePolicy'];
type SuccessPolicy = JobSpec['successPolicy'];

/** Returns a Job's pod template in Go form. */
export function templateAsGo({ metadata, spec = { containers: [] } }: JobSpec['template'] = {}): object {
  return internalValue('PodTemplateSpec', { metadata, spec: internalPodSpec(spec) });
}

/** Returns a policy in the form of Go's internal type, without JSON names. */
export function failurePolicyAsGo(policy: FailurePolicy): object | undefined {
  return policy && { Rules: policy.rules?.map(failureRuleAsGo) ?? null };
}

/** Returns a success policy in Go form, like {@link failurePolicyAsGo}. */
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
