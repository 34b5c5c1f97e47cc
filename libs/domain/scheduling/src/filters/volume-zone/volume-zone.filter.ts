import type { Labels } from '@klockwork/api-machinery';
import type { PersistentVolume } from '@klockwork/resources';
import type { Filter } from '../../plugin.ts';

/** Upstream's reason for a volume of another zone or region. */
const OTHER_ZONE = 'node(s) had no available volume zone';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
/** Labels that group nodes and volumes; those of before 1.17 with their successors. */
const TOPOLOGIES = new Map([
  ['failure-domain.beta.kubernetes.io/zone', ZONE],
  ['failure-domain.beta.kubernetes.io/region', REGION],
  [ZONE, ZONE],
  [REGION, REGION],
]);
/** Separates zones in the label of a volume. */
const SEPARATOR = '__';

/** Refuses nodes outside the zone or region of the labels of a bound volume. Models `plugins/volumezone`. */
export const volumeZone: Filter = {
  name: 'VolumeZone',
  refuse({ storage }, { node }) {
    const labels = node.metadata?.labels ?? {};
    if (storage === undefined || ![...TOPOLOGIES.keys()].some((key) => labels[key] !== undefined)) return undefined;
    const volumes = storage.claims.bound.map(({ spec }) => storage.view.volume(spec?.volumeName ?? ''));
    const isReachable = volumes.every((volume) => volume === undefined || isInZones(volume, labels));
    return isReachable ? undefined : { reasons: [OTHER_ZONE], resolvable: false };
  },
};

/** Labels with an empty zone are ignored. */
function isInZones({ metadata }: PersistentVolume, labels: Labels): boolean {
  return [...TOPOLOGIES].every(([key, successor]) => {
    const zones = metadata?.labels?.[key]?.split(SEPARATOR).map((zone) => zone.trim());
    return zones === undefined || zones.includes('') || zones.includes(labels[key] ?? labels[successor] ?? '');
  });
}
