import type { Pod } from 'kubernetes-types/core/v1';

/** Where a pod is reached from its node. */
export interface PodPlace {
  readonly podIP: string;
  /** Its containers are in the network of the node. */
  readonly hostNetwork: boolean;
}

/** Whether a host that a probe or a hook names is the pod itself: its address, or that of the machine whose network it has. */
export function isOwnHost(host: string, { podIP, hostNetwork }: PodPlace): boolean {
  return host === podIP || (hostNetwork && (host === 'localhost' || host.startsWith('127.')));
}

/** True when a pod has its node's network. */
export function usesHostNetwork({ spec }: Pod): boolean {
  return spec?.hostNetwork === true;
}
