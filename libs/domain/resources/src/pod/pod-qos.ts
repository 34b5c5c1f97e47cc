import { parseQuantity } from '@klockwork/api-machinery';
import type { ResourceRequirements } from '@klockwork/kubernetes-types';
import type { Pod } from './pod.ts';

/** Quality of service class: protection of a pod under node pressure. */
export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

const COMPUTE = ['cpu', 'memory'] as const;

/** Returns the class in the pod's status, or computed from its resources. Models `GetPodQOS` of `pkg/apis/core/v1/helper/qos`. */
export function qosClass(pod: Pod): QosClass {
  return (pod.status?.qosClass as QosClass | undefined) || computeQosClass(pod);
}

/** Models `ComputePodQOS`: pod-level resources take precedence. */
export function computeQosClass(pod: Pod): QosClass {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const all = pod.spec?.resources ? [pod.spec.resources] : containers.map(({ resources }) => resources ?? {});
  if (!all.some(asksForAnything)) return 'BestEffort';
  return all.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

function asksForAnything({ requests, limits }: ResourceRequirements): boolean {
  return COMPUTE.some((name) => nanos(requests, name) > 0n || nanos(limits, name) > 0n);
}

function isGuaranteed({ requests, limits }: ResourceRequirements): boolean {
  return COMPUTE.every((name) => nanos(limits, name) > 0n && nanos(limits, name) === nanos(requests, name));
}

function nanos(list: Readonly<Record<string, string>> | undefined, name: string): bigint {
  const amount = list?.[name];
  return amount === undefined ? 0n : parseQuantity(amount).nanos;
}
