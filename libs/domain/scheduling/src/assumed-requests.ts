import type { Container, Pod } from '@klockwork/kubernetes-types';

/** Assumed requests of a container without requests. Models `DefaultMilliCPURequest` and `DefaultMemoryRequest` of `pkg/scheduler/util`. */
const ASSUMED = { cpu: '100m', memory: '200Mi' } as const;

/** Returns whether every container requests cpu and memory, if only 0. */
export function hasAllRequests({ spec }: Pod): boolean {
  return containersOf(spec).every(({ resources }) => resources?.requests?.cpu !== undefined && resources.requests.memory !== undefined);
}

/** Returns the pod with assumed requests in each container without them. Models `NonMissingContainerRequests`. */
export function podWithAssumedRequests(pod: Pod): Pod {
  if (pod.spec === undefined) return pod;
  const { initContainers, containers } = pod.spec;
  const init = initContainers === undefined ? {} : { initContainers: initContainers.map(withAssumedRequests) };
  return { ...pod, spec: { ...pod.spec, ...init, containers: (containers ?? []).map(withAssumedRequests) } };
}

function withAssumedRequests(container: Container): Container {
  return { ...container, resources: { ...container.resources, requests: { ...ASSUMED, ...container.resources?.requests } } };
}

function containersOf(spec: Pod['spec']): readonly Container[] {
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
}
