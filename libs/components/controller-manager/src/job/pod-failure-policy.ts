import type { ContainerStatus } from '@klockwork/kubernetes-types';
import type { Job, Pod, PodFailurePolicyRule } from '@klockwork/resources';

/** Matching rule of a pod failure policy. */
export interface PolicyVerdict {
  readonly action: string;
  /** Why the whole Job fails; of action FailJob alone. */
  readonly message?: string;
}

/** The rule of the Job's policy that a failed pod matches first, or undefined. Models matchPodFailurePolicy of pkg/controller/job. */
export function matchPodFailurePolicy({ spec }: Job, pod: Pod): PolicyVerdict | undefined {
  for (const [index, rule] of (spec?.podFailurePolicy?.rules ?? []).entries()) {
    const match = rule.onExitCodes === undefined ? conditionMatch(rule, pod) : exitCodeMatch(rule.onExitCodes, pod);
    if (match === undefined) continue;
    const { action } = rule;
    return action === 'FailJob' ? { action, message: `${match} matching ${action} rule at index ${index}` } : { action };
  }
  return undefined;
}

/** False for a failure ignored by the policy. */
export function countsAsFailure(job: Job, pod: Pod): boolean {
  return matchPodFailurePolicy(job, pod)?.action !== 'Ignore';
}

function exitCodeMatch(requirement: NonNullable<PodFailurePolicyRule['onExitCodes']>, pod: Pod): string | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const containerStatus = [...containerStatuses, ...initContainerStatuses].find((status) => matchesExitCode(requirement, status));
  if (containerStatus === undefined) return undefined;
  const { namespace, name } = pod.metadata ?? {};
  return `Container ${containerStatus.name} for pod ${namespace}/${name} failed with exit code ${containerStatus.state?.terminated?.exitCode}`;
}

function matchesExitCode(requirement: NonNullable<PodFailurePolicyRule['onExitCodes']>, { name, state }: ContainerStatus): boolean {
  const code = state?.terminated?.exitCode ?? 0;
  if (code === 0 || (requirement.containerName !== undefined && requirement.containerName !== name)) return false;
  return requirement.values.includes(code) === (requirement.operator === 'In');
}

function conditionMatch({ onPodConditions = [] }: PodFailurePolicyRule, { metadata, status }: Pod): string | undefined {
  const match = status?.conditions?.find((condition) =>
    onPodConditions.some((pattern) => pattern.type === condition.type && pattern.status === condition.status),
  );
  return match === undefined ? undefined : `Pod ${metadata?.namespace}/${metadata?.name} has condition ${match.type}`;
}
