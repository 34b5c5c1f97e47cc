import { asNumber, canonicalQuantity } from '@klockwork/api-machinery';
import type { Files } from '@klockwork/files';
import type { Pod } from '@klockwork/resources';
import type { MountedVolume } from './volume-plugin.ts';

/** True if an emptyDir volume of the pod has a size limit. */
export function hasEmptyDirLimit({ spec }: Pod): boolean {
  return (spec?.volumes ?? []).some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined);
}

/**
 * Returns the message for the first emptyDir above its limit; undefined if none. Models `emptyDirLimitEviction` of
 * `pkg/kubelet/eviction/eviction_manager.go`, whose text ends with a space.
 */
export function emptyDirExcess({ spec }: Pod, mounted: ReadonlyMap<string, MountedVolume>, files: Files): string | undefined {
  for (const { name, emptyDir } of spec?.volumes ?? []) {
    const path = mounted.get(name)?.path;
    const limit = emptyDir?.sizeLimit;
    if (path === undefined || limit === undefined || asNumber(limit) === 0) continue;
    if (files.usageOf(path) > asNumber(limit))
      return `Usage of EmptyDir volume "${name}" exceeds the limit "${canonicalQuantity(limit)}". `;
  }
  return undefined;
}
