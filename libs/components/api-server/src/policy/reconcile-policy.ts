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

/**
 * The stored role or binding with what it lacks of the given one: what people add to it stays, and all of it does where they
 * say `autoupdate: "false"`. Undefined when it lacks nothing. Models `k8s.io/component-helpers/auth/rbac/reconciliation`.
 */
export function reconciled(stored: PolicyObject, given: PolicyObject): PolicyObject | undefined {
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

/** True when the binding gives another role: no write can change that. */
export function hasAnotherRole(stored: PolicyObject, given: PolicyObject): boolean {
  return stored.metadata?.annotations?.[AUTOUPDATE] !== 'false' && !semanticEqual(stored.roleRef, given.roleRef);
}

function addRules(role: PolicyObject, given: PolicyObject): void {
  const lacking = uncoveredRules(role.rules ?? [], given.rules ?? []);
  if (lacking.length > 0) role.rules = [...(role.rules ?? []), ...lacking];
}

/** A role that is to gather others gathers them; one that is not does no longer. */
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
