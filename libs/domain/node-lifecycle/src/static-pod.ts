import type { Pod } from '@klockwork/kubernetes-types';

/** Says where a node has a pod from: `file` for one of its own manifests. Models `ConfigSourceAnnotationKey` of `pkg/kubelet/types`. */
export const CONFIG_SOURCE = 'kubernetes.io/config.source';

/** True for a pod that its node runs from a manifest of its own. Models `IsStaticPod`. */
export function isStaticPod({ metadata }: Pod): boolean {
  const source = metadata?.annotations?.[CONFIG_SOURCE];
  return source !== undefined && source !== 'api';
}
