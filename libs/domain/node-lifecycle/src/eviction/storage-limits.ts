import { asNumber, canonicalQuantity } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/kubernetes-types';
import { podLimits } from '@klockwork/resources';
import { type PodUsage, usageOf } from './node-usage.ts';

const STORAGE = 'ephemeral-storage';

/** True for a pod with an ephemeral storage limit on any container. */
export function hasStorageLimit({ spec }: Pod): boolean {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].some(({ resources }) => resources?.limits?.[STORAGE] !== undefined);
}

/**
 * Eviction message for a pod above its ephemeral storage limits, pod before containers; undefined below them. Models
 * `podEphemeralStorageLimitEviction` and `containerEphemeralStorageLimitEviction` of `pkg/kubelet/eviction/eviction_manager.go`, including
 * trailing spaces.
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
