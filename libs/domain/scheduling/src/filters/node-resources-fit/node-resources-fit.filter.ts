import type { Filter } from '../../plugin.ts';
import { insufficientResources } from './insufficient-resources.ts';

/** Upstream's words for a node that holds as many pods as it may. */
const TOO_MANY_PODS = 'Too many pods';

/**
 * Refuses nodes without room for the pod's requests. A node that would be too small even when empty is not resolvable.
 * Models `plugins/noderesources/fit.go`.
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
