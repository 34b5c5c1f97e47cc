import type { Filter } from '../../plugin.ts';
import type { PluginArgs } from '../../plugin-args.ts';
import { insufficientResources } from './insufficient-resources.ts';

/** Upstream's reason for a node at its maximum number of pods. */
const TOO_MANY_PODS = 'Too many pods';

/**
 * Refuses nodes without room for the pod's requests. Nodes too small even when empty are not resolvable. Models
 * `plugins/noderesources/fit.go`.
 */
export const nodeResourcesFit: Filter = {
  name: 'NodeResourcesFit',
  refuse: ({ requests, args }, node) => {
    const short = insufficientResources(requests, node).filter(({ resource }) => !isIgnored(resource, args.nodeResourcesFit));
    if (short.length === 0) return undefined;
    const reasons = short.map(({ resource }) => (resource === 'pods' ? TOO_MANY_PODS : `Insufficient ${resource}`));
    const resolvable = short.every(({ resource, requested, capacity }) => resource === 'pods' || requested <= capacity);
    return { reasons, resolvable };
  },
};

/** Extended resources may be the business of another program. Models the ignored resources of `fitsRequest`. */
function isIgnored(resource: string, { ignoredResources, ignoredResourceGroups }: PluginArgs['nodeResourcesFit']): boolean {
  if (!resource.includes('/')) return false;
  return ignoredResources.includes(resource) || ignoredResourceGroups.includes(resource.split('/')[0] as string);
}
