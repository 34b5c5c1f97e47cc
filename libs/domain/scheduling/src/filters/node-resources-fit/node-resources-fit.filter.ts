import type { Filter } from '../../plugin.ts';

/** Upstream's words for a node that holds as many pods as it may. */
const TOO_MANY_PODS = 'Too many pods';

/**
 * Refuses nodes without room for the pod's requests. A node that would be too small even when empty is not resolvable.
 * Models `plugins/noderesources/fit.go`.
 */
export const nodeResourcesFit: Filter = {
  name: 'NodeResourcesFit',
  refuse: ({ requests }, node) => {
    const reasons: string[] = [];
    let resolvable = true;
    if (node.pods.size + 1 > (node.allocatable.pods ?? 0)) reasons.push(TOO_MANY_PODS);
    for (const [name, amount] of Object.entries(requests)) {
      const allocatable = node.allocatable[name] ?? 0;
      if (amount === 0 || amount <= allocatable - (node.requested[name] ?? 0)) continue;
      reasons.push(`Insufficient ${name}`);
      if (amount > allocatable) resolvable = false;
    }
    return reasons.length === 0 ? undefined : { reasons, resolvable };
  },
};
