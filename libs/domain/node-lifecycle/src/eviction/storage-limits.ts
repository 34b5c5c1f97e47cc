import { asNumber, canonicalQuantity } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/kubernetes-types';
import { podLimits } from '@klockwork/resources';
import { type PodUsage, usageOf } from './node-usage.ts';

const STORAGE = 'ephemeral-storage';

/** True when a container of the pod may only write so much. */
export function hasStorageLimit({ spec }: Pod): boolean {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].some(({ resources }) => resources?.limits?.[STORAGE] !== undefined);
}

/**
 * What is said of a pod that has written more than its limits allow, the whole pod before a container; undefined when it has not.
 * Models `podEphemeralStorageLimitEviction` and `containerEphemeralStorageLimitEviction` of `pkg/kubelet/eviction/eviction_manager.go`,
 * whose texts end with a space.
 */
export function storageExcess(pod: Pod, usage: PodUsage): string | undefined {
  if (!hasStorageLimit(pod)) return undefined;
  const limit = podLimits(pod)[STORAGE];
  if (limit !== undefined && usageOf(usage, STORAGE) > asNumber(limit))
    return `Pod ephemeral local storage usage exceeds the total limit of containers ${canonicalQuantity(limit)}. `;
  for (const { name, resources } of pod.spec?.containers ?? []) {
    const own = resources?.limits?.[STORAGE];
    const used = usage.containers.find((container) => container.name === name)?.diskBytes ?? 0;
    if (own !== undefined && asNumber(own) > 0 && used > asNumber(own))
      return `Container ${name} exceeded its local ephemeral storage limit "${canonicalQuantity(own)}". `;
  }
  return undefined;
}
