import type { Filter } from '../../plugin.ts';

/** Upstream's words for a claim that only one pod may use. */
const IN_USE = 'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode';

/** Refuses all nodes while another pod uses a claim that is for one pod alone. Models `plugins/volumerestrictions`. */
export const volumeRestrictions: Filter = {
  name: 'VolumeRestrictions',
  refuse: ({ storage }) => (storage?.inUse === true ? { reasons: [IN_USE], resolvable: true } : undefined),
};
