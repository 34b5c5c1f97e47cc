import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory } from '@klockwork/informers';
import { type ClusterRole, resources } from '@klockwork/resources';
import { reconcileClusterRole } from './reconcile-cluster-role.ts';

/** Keeps roles that gather others by their labels. Models pkg/controller/clusterroleaggregation. */
export function clusterRoleAggregationController(informers: InformerFactory): Controller {
  const roles = informers.informer<ClusterRole>(resources.clusterRoles);
  const gathering = () => roles.list().filter(({ aggregationRule }) => aggregationRule !== undefined);
  return {
    name: 'clusterrole-aggregation-controller',
    keysOf: 'clusterroles',
    // Any role may match any aggregating role.
    sources: [{ informer: roles, keys: () => gathering().map(({ metadata }) => metadata?.name ?? '') }],
    reconcile(key) {
      const role = roles.get('', key);
      return role === undefined ? NOTHING : reconcileClusterRole(role, roles.list());
    },
  };
}
