import { containerRequests, type ResourceAmounts } from '../pod-template/pod-requests.ts';
import type { PodSpec } from '../pod-template/pod-spec.ts';

const POD_LEVEL = ['cpu', 'memory'];

/** Sets missing pod-level requests from the containers' total, or else from pod-level limits. Models `defaultPodRequests`. */
export function completePodResources(spec: PodSpec): void {
  const { resources } = spec;
  if (!resources?.limits || Object.keys(resources.limits).length === 0) return;
  const ofContainers = podLevelOnly(containerRequests(spec));
  resources.requests = { ...podLevelOnly(resources.limits), ...ofContainers, ...resources.requests };
}

function podLevelOnly(amounts: Readonly<ResourceAmounts>): ResourceAmounts {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => POD_LEVEL.includes(name)));
}
