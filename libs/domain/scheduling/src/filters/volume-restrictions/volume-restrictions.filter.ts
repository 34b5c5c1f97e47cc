import type { Filter } from '../../plugin.ts';

/** Upstream's reason for a ReadWriteOncePod claim in use. */
const IN_USE = 'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode';

/** Refuses all nodes while another pod uses a ReadWriteOncePod claim. Models `plugins/volumerestrictions`. */
export const volumeRestrictions: Filter = {
  name: 'VolumeRestrictions',
  refuse: ({ storage }) => (storage?.inUse === true ? { reasons: [IN_USE], resolvable: true } : undefined),
};
