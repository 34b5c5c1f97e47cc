import { semanticEqual } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import type { ClusterRole, KubeObject, PolicyRule, Subject } from '@klockwork/resources';
import { uncoveredRules } from './uncovered-rules.ts';

const AUTOUPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

/** A role or a binding, of either scope. */
type PolicyObject = KubeObject & {
  rules?: PolicyRule[];
  aggregationRule?: ClusterRole['aggregationRule'];
  readonly roleRef?: object;
  subjects?: Subject[];
};

/** Complete objects, with the given one that they contain: clusters of one process share them. */
const complete = new WeakMap<PolicyObject, PolicyObject>();

/**
 * Returns the stored role or binding, completed with missing parts of the given one; users' additions stay, and with `autoupdate: "false"`
 * all changes. Undefined if complete. Both objects are frozen. Models `k8s.io/component-helpers/auth/rbac/reconciliation`.
 */
export function reconciled(stored: PolicyObject, given: PolicyObject): PolicyObject | undefined {
  if (complete.get(stored) === given) return undefined;
  const next = completed(stored, given);
  if (next === undefined) complete.set(stored, given);
  return next;
}

function completed(stored: PolicyObject, given: PolicyObject): PolicyObject | undefined {
  if (stored.metadata?.annotations?.[AUTOUPDATE] === 'false') return undefined;
  const next = copy(stored) as PolicyObject;
  const annotations = { ...given.metadata?.annotations, ...stored.metadata?.annotations };
  const labels = { ...given.metadata?.labels, ...stored.metadata?.labels };
  next.metadata = { ...next.metadata, annotations, labels };
  addRules(next, given);
  addSelectors(next, given);
  const lacking = (given.subjects ?? []).filter((subject) => !includes(stored.subjects, subject));
  if (lacking.length > 0) next.subjects = [...(stored.subjects ?? []), ...lacking];
  return semanticEqual(next, stored) ? undefined : next;
}

/** Returns whether the binding has another role, which no write can change. */
export function hasAnotherRole(stored: PolicyObject, given: PolicyObject): boolean {
  return stored.metadata?.annotations?.[AUTOUPDATE] !== 'false' && !semanticEqual(stored.roleRef, given.roleRef);
}

function addRules(role: PolicyObject, given: PolicyObject): void {
  const lacking = uncoveredRules(role.rules ?? [], given.rules ?? []);
  if (lacking.length > 0) role.rules = [...(role.rules ?? []), ...lacking];
}

/** Adds or removes aggregation according to the given role. */
function addSelectors(role: PolicyObject, given: PolicyObject): void {
  if (given.aggregationRule === undefined) {
    delete role.aggregationRule;
    return;
  }
  const own = role.aggregationRule?.clusterRoleSelectors ?? [];
  const lacking = (given.aggregationRule.clusterRoleSelectors ?? []).filter((selector) => !includes(own, selector));
  if (lacking.length > 0) role.aggregationRule = { clusterRoleSelectors: [...own, ...lacking] };
}

function includes(items: readonly unknown[] | undefined, item: unknown): boolean {
  return (items ?? []).some((one) => semanticEqual(one, item));
}
