import type { Pod } from '@klockwork/kubernetes-types';

/** Address of a pod from its node. */
export interface PodPlace {
  readonly podIP: string;
  readonly hostNetwork: boolean;
}

/** True if the host of a probe or hook is the pod itself: its address, or that of the node with host networking. */
export function isOwnHost(host: string, { podIP, hostNetwork }: PodPlace): boolean {
  return host === podIP || (hostNetwork && (host === 'localhost' || host.startsWith('127.')));
}

export function usesHostNetwork({ spec }: Pod): boolean {
  return spec?.hostNetwork === true;
}
