import type { Filter } from '../../plugin.ts';
import { insufficientResources } from './insufficient-resources.ts';

/** Upstream's reason for a node at its maximum number of pods. */
const TOO_MANY_PODS = 'Too many pods';

/**
 * Refuses nodes without room for the pod's requests. Nodes too small even when empty are not resolvable. Models
 * `plugins/noderesources/fit.go`.
 */
export const nodeResourcesFit: Filter = {
  name: 'NodeResourcesFit',
  refuse: ({ requests }, node) => {
    const short = insufficientResources(requests, node);
    if (short.length === 0) return undefined;
    const reasons = short.map(({ resource }) => (resource === 'pods' ? TOO_MANY_PODS : `Insufficient ${resource}`));
    const resolvable = short.every(({ resource, requested, capacity }) => resource === 'pods' || requested <= capacity);
    return { reasons, resolvable };
  },
};
