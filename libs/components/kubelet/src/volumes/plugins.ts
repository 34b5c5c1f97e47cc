import type { Pod, Volume } from '@klockwork/resources';
import type { Reference } from '../references/reference.ts';
import { emptyDir } from './empty-dir.ts';
import { hostPath } from './host-path.ts';
import { projections } from './projections.ts';
import type { VolumePlugin } from './volume-plugin.ts';

const PLUGINS: readonly VolumePlugin[] = [emptyDir, hostPath, ...projections];

/** Returns the plugin of a volume; undefined for unsupported ones. */
export function pluginOf(volume: Volume): VolumePlugin | undefined {
  return PLUGINS.find(({ source }) => volume[source] !== undefined);
}

/** True if the volume's content follows its sources while the pod runs. */
export function isProjection(volume: Volume): boolean {
  return projections.some(({ source }) => volume[source] !== undefined);
}

/** Returns volumes mounted by containers of the pod; others are not set up. Models `getExpectedVolumes` of the volume manager. */
export function volumesUsed({ spec }: Pod): readonly Volume[] {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const names = new Set(containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)));
  return (spec?.volumes ?? []).filter(({ name }) => names.has(name));
}

/** Returns ConfigMaps and Secrets of volumes. */
export function volumeReferences(volumes: readonly Volume[]): readonly Reference[] {
  return volumes.flatMap((volume) => pluginOf(volume)?.references?.(volume) ?? []);
}
