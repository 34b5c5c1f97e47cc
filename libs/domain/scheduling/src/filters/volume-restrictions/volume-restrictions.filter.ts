import type { NodeInfo } from '../../node-info.ts';
import type { Candidate, Filter } from '../../plugin.ts';
import { conflicts, exclusiveDisks } from './exclusive-disks.ts';

/** Upstream's reason for a disk that a pod of the node uses. */
const NO_DISK = 'node(s) had no available disk';
/** Upstream's reason for a ReadWriteOncePod claim in use. */
const IN_USE = 'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode';

/**
 * Refuses a node whose pods use one of the pod's disks, and all nodes while another pod uses a ReadWriteOncePod claim. Models
 * `plugins/volumerestrictions`.
 */
export const volumeRestrictions: Filter = {
  name: 'VolumeRestrictions',
  refuse: (candidate, node) => {
    if (isDiskTaken(candidate, node)) return { reasons: [NO_DISK], resolvable: true };
    return candidate.storage?.inUse === true ? { reasons: [IN_USE], resolvable: true } : undefined;
  },
};

function isDiskTaken({ disks }: Candidate, { pods }: NodeInfo): boolean {
  if (disks === undefined) return false;
  return [...pods.values()].some(({ pod }) => exclusiveDisks(pod).some((usedVolume) => disks.some((disk) => conflicts(disk, usedVolume))));
}
