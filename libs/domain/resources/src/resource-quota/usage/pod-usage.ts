import { type LabTime, secondsToMs } from '@klockwork/kernel';
import type { Pod } from '../../pod/pod.ts';
import { podPhaseTerminal } from '../../pod/pod-conditions.ts';
import { podLimits, podRequests } from '../../pod/pod-resources.ts';
import { isExtendedResource, isHugePage } from '../../pod-template/validation/resource-names.ts';
import type { QuotaAmounts } from './amounts.ts';

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
/** Resources that every container must set if a quota limits them. */
const TO_BE_SAID = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** Returns a pod's usage. Finished and overdue pods count as objects only. Models `PodUsageFunc` of pkg/quota/v1/evaluator/core. */
export function podUsage(pod: Pod, now: LabTime): QuotaAmounts {
  const podCount = { 'count/pods': '1' };
  const overdue = overdueAt(pod);
  return podPhaseTerminal(pod) || (overdue !== undefined && now >= overdue)
    ? podCount
    : { ...podCount, pods: '1', ...computeUsage(podRequests(pod), podLimits(pod)) };
}

/**
 * Returns the time after which a terminating pod on a lost node has no more usage: a grace period after its deletion time. Undefined for
 * other pods. Models `QuotaV1Pod`.
 */
export function overdueAt({ metadata }: Pod): LabTime | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata ?? {};
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return undefined;
  return Date.parse(deletionTimestamp) + secondsToMs(deletionGracePeriodSeconds);
}

/** Returns whether the resource applies to pods. */
export function isPodResource(name: string): boolean {
  const bare = name.replace(/^(requests|limits)\./, '');
  if (name === 'count/pods' || name === 'pods' || COMPUTE.includes(bare)) return true;
  return isHugePage(name.replace(/^requests\./, '')) || (name.startsWith('requests.') && name.includes('/') && isExtendedResource(bare));
}

/** Returns whether a pod has an active deadline. */
export function isTerminating({ spec }: Pod): boolean {
  return (spec?.activeDeadlineSeconds ?? -1) >= 0;
}

/**
 * Returns the problem of a pod whose containers lack values that a quota on these resources requires; undefined for none, or with pod-level
 * resources. Models `podEvaluator.Constraints`.
 */
export function podConstraintProblem({ spec }: Pod, names: readonly string[]): string | undefined {
  if (Object.keys({ ...spec?.resources?.requests, ...spec?.resources?.limits }).some(isPodLevel)) return undefined;
  const requiredNames = names.filter((name) => TO_BE_SAID.includes(name)).sort();
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const problems = requiredNames.flatMap((name) => {
    const silent = containers.filter(({ resources }) => !(name in computeUsage(resources?.requests ?? {}, resources?.limits ?? {})));
    return silent.length === 0 ? [] : [`${name} for: ${[...new Set(silent.map((container) => container.name))].sort().join(',')}`];
  });
  return problems.length === 0 ? undefined : `must specify ${problems.join('; ')}`;
}

function isPodLevel(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePage(name);
}

/** Models `podComputeUsageHelper`. */
function computeUsage(requests: QuotaAmounts, limits: QuotaAmounts): Record<string, string> {
  const usage: Record<string, string> = {};
  for (const [name, amount] of Object.entries(requests)) {
    if (COMPUTE.includes(name) || isHugePage(name)) Object.assign(usage, { [name]: amount, [`requests.${name}`]: amount });
    else if (isExtendedResource(name)) usage[`requests.${name}`] = amount;
  }
  for (const name of COMPUTE) if (limits[name] !== undefined) usage[`limits.${name}`] = limits[name];
  return usage;
}
