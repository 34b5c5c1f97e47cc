import type { Pod } from '@klockwork/kubernetes-types';

/** Annotation with a pod's source: `file` for a static pod manifest. Models `ConfigSourceAnnotationKey` of `pkg/kubelet/types`. */
export const CONFIG_SOURCE = 'kubernetes.io/config.source';

/** True for a static pod. Models `IsStaticPod`. */
export function isStaticPod({ metadata }: Pod): boolean {
  const source = metadata?.annotations?.[CONFIG_SOURCE];
  return source !== undefined && source !== 'api';
}
