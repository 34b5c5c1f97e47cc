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
export function reconciled(storedObject: PolicyObject, object: PolicyObject): PolicyObject | undefined {
  if (complete.get(storedObject) === object) return undefined;
  const next = completed(storedObject, object);
  if (next === undefined) complete.set(storedObject, object);
  return next;
}

function completed(storedObject: PolicyObject, object: PolicyObject): PolicyObject | undefined {
  if (storedObject.metadata?.annotations?.[AUTOUPDATE] === 'false') return undefined;
  const next = copy(storedObject) as PolicyObject;
  const annotations = { ...object.metadata?.annotations, ...storedObject.metadata?.annotations };
  const labels = { ...object.metadata?.labels, ...storedObject.metadata?.labels };
  next.metadata = { ...next.metadata, annotations, labels };
  addRules(next, object);
  addSelectors(next, object);
  const lacking = (object.subjects ?? []).filter((subject) => !includes(storedObject.subjects, subject));
  if (lacking.length > 0) next.subjects = [...(storedObject.subjects ?? []), ...lacking];
  return semanticEqual(next, storedObject) ? undefined : next;
}

/** Returns whether the binding has another role, which no write can change. */
export function hasAnotherRole(storedObject: PolicyObject, object: PolicyObject): boolean {
  return storedObject.metadata?.annotations?.[AUTOUPDATE] !== 'false' && !semanticEqual(storedObject.roleRef, object.roleRef);
}

function addRules(role: PolicyObject, object: PolicyObject): void {
  const lacking = uncoveredRules(role.rules ?? [], object.rules ?? []);
  if (lacking.length > 0) role.rules = [...(role.rules ?? []), ...lacking];
}

/** Adds or removes aggregation according to the given role. */
function addSelectors(role: PolicyObject, object: PolicyObject): void {
  if (object.aggregationRule === undefined) {
    delete role.aggregationRule;
    return;
  }
  const own = role.aggregationRule?.clusterRoleSelectors ?? [];
  const lacking = (object.aggregationRule.clusterRoleSelectors ?? []).filter((selector) => !includes(own, selector));
  if (lacking.length > 0) role.aggregationRule = { clusterRoleSelectors: [...own, ...lacking] };
}

function includes(items: readonly unknown[] | undefined, item: unknown): boolean {
  return (items ?? []).some((one) => semanticEqual(one, item));
}
