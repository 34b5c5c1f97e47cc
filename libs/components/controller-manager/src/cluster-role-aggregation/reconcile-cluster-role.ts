import { compareText, labelSelector, semanticEqual } from '@klockwork/api-machinery';
import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import { type ClusterRole, type PolicyRule, resources } from '@klockwork/resources';

/**
 * Aggregates rules of selected roles, each rule once, ordered by role name. Models `syncClusterRole` of
 * pkg/controller/clusterroleaggregation.
 */
export function reconcileClusterRole(role: ClusterRole, all: readonly ClusterRole[]): Plan {
  const selectors = role.aggregationRule?.clusterRoleSelectors;
  if (selectors === undefined) return NOTHING;
  const rules = selectors.flatMap((selector) => {
    const { matches } = labelSelector.fromObject(selector);
    return all.filter((other) => other.metadata?.name !== role.metadata?.name && matches(other.metadata?.labels)).sort(byName);
  });
  const gatheredRules = unique(rules.flatMap(({ rules: own }) => own ?? []));
  if (semanticEqual(role.rules ?? [], gatheredRules)) return NOTHING;
  const object: ClusterRole = { ...role, rules: gatheredRules };
  return { stages: [[{ type: 'update', resource: resources.clusterRoles, object, tolerate: ['NotFound'] }]] };
}

function byName(a: ClusterRole, b: ClusterRole): number {
  return compareText(a.metadata?.name ?? '', b.metadata?.name ?? '');
}

function unique(rules: readonly PolicyRule[]): PolicyRule[] {
  return rules.filter((rule, index) => rules.findIndex((other) => semanticEqual(other, rule)) === index);
}
