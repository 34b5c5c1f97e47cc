import { termWarnings } from '../generic/old-node-labels.ts';
import { classAnnotationWarnings } from '../generic/storage-class-name.ts';
import type { PersistentVolume, VOLUME_SOURCES } from './persistent-volume.ts';

type Source = (typeof VOLUME_SOURCES)[number];

/** Deprecated volume sources, with versions. */
const OLD_SOURCES: readonly (readonly [Source, string, string])[] = [
  ['photonPersistentDisk', 'v1.11', 'v1.16+'],
  ['scaleIO', 'v1.16', 'v1.22+'],
  ['storageos', 'v1.22', 'v1.25+'],
  ['glusterfs', 'v1.25', 'v1.26+'],
  ['cephfs', 'v1.28', 'v1.31+'],
  ['rbd', 'v1.28', 'v1.31+'],
];
const RECYCLING =
  'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';

/** Models `GetWarningsForPersistentVolume` of `pkg/api/persistentvolume/util.go`. */
export function persistentVolumeWarnings(volume: PersistentVolume): string[] {
  const spec = volume.spec ?? {};
  const old = OLD_SOURCES.filter(([source]) => spec[source]);
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return [
    ...terms.flatMap((term, index) => termWarnings(term, `spec.nodeAffinity.required.nodeSelectorTerms[${index}]`)),
    ...classAnnotationWarnings(volume),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle' ? [RECYCLING] : []),
    ...old.map(([source, since, removal]) => {
      const name = source === 'storageos' ? 'storageOS' : source;
      return `spec.${name}: deprecated in ${since}, non-functional in ${removal}`;
    }),
  ];
}
