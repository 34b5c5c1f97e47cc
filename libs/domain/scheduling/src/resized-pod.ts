import { compareQuantity } from '@klockwork/api-machinery';
import type { Container, ContainerStatus, Pod } from '@klockwork/kubernetes-types';

type Amounts = Readonly<Record<string, string>>;

/**
 * Returns a resizing pod with its effective requests: per container the maximum of spec, allocation and status. Infeasible resizes are
 * ignored. Models `determineContainerReqs` of `k8s.io/component-helpers/resource`.
 */
export function podWithResizeRequests(pod: Pod): Pod {
  const { spec, status } = pod;
  const resizing = status?.conditions?.filter(({ type }) => type === 'PodResizePending' || type === 'PodResizeInProgress') ?? [];
  if (spec === undefined || resizing.length === 0) return pod;
  const isInfeasible = resizing.some(({ reason }) => reason === 'Infeasible');
  const statuses = new Map<string, Partial<ContainerStatus>>(
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map((one) => [one.name, one]),
  );
  const taking = (container: Container): Container => {
    const { allocatedResources, resources } = statuses.get(container.name) ?? {};
    const allocated = most(allocatedResources, resources?.requests);
    return {
      ...container,
      resources: { ...container.resources, requests: isInfeasible ? allocated : most(container.resources?.requests, allocated) },
    };
  };
  const init = spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(taking) };
  return { ...pod, spec: { ...spec, ...init, containers: spec.containers.map(taking) } };
}

function most(a: Amounts = {}, b: Amounts = {}): Record<string, string> {
  const greater: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const other = greater[name];
    if (other === undefined || compareQuantity(amount, other) > 0) greater[name] = amount;
  }
  return greater;
}
