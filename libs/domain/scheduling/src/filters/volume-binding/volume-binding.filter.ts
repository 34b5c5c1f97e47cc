import type { Filter } from '../../plugin.ts';
import { volumesOnNode } from '../../volumes/volumes-on-node.ts';

/** Refuses nodes from which the pod's volumes are unreachable or cannot be provisioned. Models `plugins/volumebinding`. */
export const volumeBinding: Filter = {
  name: 'VolumeBinding',
  refuse: ({ storage }, { node }) => {
    if (storage === undefined) return undefined;
    const volumes = volumesOnNode(storage.claims, node, storage.view);
    return 'reasons' in volumes ? { reasons: volumes.reasons, resolvable: false } : undefined;
  },
};
