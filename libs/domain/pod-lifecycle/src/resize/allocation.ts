import type { Container, Pod, ResourceRequirements } from '@klockwork/kubernetes-types';

/** Granted resources of a pod's containers, by name. A pending resize requests different ones. */
export type Allocation = Readonly<Record<string, ResourceRequirements>>;

/** Returns the resources that a pod's spec requests. */
export function allocationOf({ spec }: Pod): Allocation {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return Object.fromEntries(containers.map(({ name, resources = {} }) => [name, resources]));
}

/** Returns the pod with its granted resources. Models `UpdatePodFromAllocation` of pkg/kubelet/allocation. */
export function withAllocation(pod: Pod, allocation: Allocation): Pod {
  const { spec } = pod;
  if (spec === undefined || isSameAllocation(allocationOf(pod), allocation)) return pod;
  const granted = (container: Container) => ({ ...container, resources: allocation[container.name] ?? container.resources ?? {} });
  const init = spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(granted) };
  return { ...pod, spec: { ...spec, ...init, containers: spec.containers.map(granted) } };
}

/** Restores granted resources after a reboot: those of the status, otherwise those of the spec. */
export function rememberAllocation(pod: Pod): Allocation {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const reported = [...initContainerStatuses, ...containerStatuses].flatMap((status) => {
    const { name, resources, allocatedResources } = status;
    if (resources === undefined) return [];
    return [[name, { ...resources, ...(allocatedResources && { requests: allocatedResources }) }] as const];
  });
  return { ...allocationOf(pod), ...Object.fromEntries(reported) };
}

/** True if `a` and `b` grant equal resources to the containers of `a`. */
export function isSameAllocation(a: Allocation, b: Allocation): boolean {
  return Object.keys(a).every((name) => isSame(a[name] ?? {}, b[name] ?? {}));
}

/** Compares amounts as texts: the API has one form per amount. */
export function isSame(a: ResourceRequirements, b: ResourceRequirements): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

/** Returns resources in Go's print order: limits before requests, each by name. */
export function inOrder({ limits, requests, claims }: ResourceRequirements): ResourceRequirements {
  return {
    ...(hasAny(limits) && { limits: sorted(limits) }),
    ...(hasAny(requests) && { requests: sorted(requests) }),
    ...(claims !== undefined && { claims }),
  };
}

function hasAny(amounts: Record<string, string> | undefined): amounts is Record<string, string> {
  return amounts !== undefined && Object.keys(amounts).length > 0;
}

function sorted(amounts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
