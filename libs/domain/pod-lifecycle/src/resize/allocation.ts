import type { Container, ContainerStatus, Pod, ResourceRequirements } from 'kubernetes-types/core/v1';

/** What the containers of a pod are given, by name. A resize that its node has not granted yet asks for something else. */
export type Allocation = Readonly<Record<string, ResourceRequirements>>;

/** A container's status with the fields that are newer than `kubernetes-types`. */
interface ResizableStatus extends ContainerStatus {
  readonly allocatedResources?: Record<string, string>;
  readonly resources?: ResourceRequirements;
}

/** What the spec of a pod asks for. */
export function allocationOf({ spec }: Pod): Allocation {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return Object.fromEntries(containers.map(({ name, resources = {} }) => [name, resources]));
}

/** The pod as its node has granted it. Models `UpdatePodFromAllocation` of pkg/kubelet/allocation. */
export function withAllocation(pod: Pod, allocation: Allocation): Pod {
  const { spec } = pod;
  if (spec === undefined || isSameAllocation(allocationOf(pod), allocation)) return pod;
  const given = (container: Container) => ({ ...container, resources: allocation[container.name] ?? container.resources ?? {} });
  const init = spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(given) };
  return { ...pod, spec: { ...spec, ...init, containers: spec.containers.map(given) } };
}

/** What a pod had been granted before its node was booted, as its status tells it; where it tells nothing, what its spec asks for. */
export function rememberAllocation(pod: Pod): Allocation {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const told = ([...initContainerStatuses, ...containerStatuses] as readonly ResizableStatus[]).flatMap((status) => {
    const { name, resources, allocatedResources } = status;
    if (resources === undefined) return [];
    return [[name, { ...resources, ...(allocatedResources && { requests: allocatedResources }) }] as const];
  });
  return { ...allocationOf(pod), ...Object.fromEntries(told) };
}

/** True when all containers of `a` are given the same in `b`. */
export function isSameAllocation(a: Allocation, b: Allocation): boolean {
  return Object.keys(a).every((name) => isSame(a[name] ?? {}, b[name] ?? {}));
}

/** Amounts are compared as texts: the API gives each in one form. */
export function isSame(a: ResourceRequirements, b: ResourceRequirements): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

/** As Go prints them: limits before requests, each by name. */
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
