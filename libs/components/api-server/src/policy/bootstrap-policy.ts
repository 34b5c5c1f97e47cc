import { deepFreeze } from '@klockwork/kernel';
import { type ClusterRole, type KubeObject, type ResourceRef, resources } from '@klockwork/resources';
import { CLUSTER_BINDINGS, CLUSTER_ROLES, GATHERED_BY } from './cluster-roles.ts';
import { CONTROLLER_ROLES } from './controller-roles.ts';
import { NAMESPACE_ROLES, type NamespaceRole } from './namespace-roles.ts';
import { readRule, readSubject } from './read-policy.ts';

/** Initial object of a new cluster. */
export interface BootstrapPolicyObject {
  readonly resource: ResourceRef;
  readonly namespace: string;
  readonly body: KubeObject;
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const CONTROLLER = 'system:controller:';
const AUTOUPDATE = { 'rbac.authorization.kubernetes.io/autoupdate': 'true' };
const LABELS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const GATHERING = new Set(Object.values(GATHERED_BY));

/** Returns the roles and bindings of a new cluster. Models `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`. */
export function bootstrapPolicy(): readonly BootstrapPolicyObject[] {
  policy ??= deepFreeze(policyOfTables());
  return policy;
}

let policy: readonly BootstrapPolicyObject[] | undefined;

function policyOfTables(): readonly BootstrapPolicyObject[] {
  const controllers = Object.keys(CONTROLLER_ROLES);
  return [
    ...Object.entries(CLUSTER_ROLES).map(([name, lines]) => clusterRole(name, lines)),
    ...Object.entries(CONTROLLER_ROLES).map(([name, lines]) => clusterRole(`${CONTROLLER}${name}`, lines)),
    ...Object.entries(CLUSTER_BINDINGS).map(([name, subjects]) => clusterBinding(name, subjects)),
    ...controllers.map((name) => clusterBinding(`${CONTROLLER}${name}`, [`ServiceAccount:kube-system/${name}`])),
    ...NAMESPACE_ROLES.flatMap((role) => [namespaceRole(role), namespaceBinding(role)]),
  ];
}

function clusterRole(name: string, lines: readonly string[]): BootstrapPolicyObject {
  const goesTo = GATHERED_BY[name];
  const labels = goesTo === undefined ? LABELS : { ...LABELS, [aggregateTo(goesTo)]: 'true' };
  const rules = lines.map(readRule);
  const gathers = { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [aggregateTo(name)]: 'true' } }] } };
  const body: ClusterRole = { metadata: metadataOf(name, labels), rules, ...(GATHERING.has(name) ? gathers : {}) };
  return { resource: resources.clusterRoles, namespace: '', body };
}

function aggregateTo(role: string): string {
  return `${RBAC_GROUP}/aggregate-to-${role}`;
}

function clusterBinding(name: string, subjects: readonly string[]): BootstrapPolicyObject {
  const body = { metadata: metadataOf(name), ...bound('ClusterRole', name, subjects) };
  return { resource: resources.clusterRoleBindings, namespace: '', body };
}

function namespaceRole({ namespace, name, rules }: NamespaceRole): BootstrapPolicyObject {
  const body = { metadata: metadataOf(name), rules: rules.map(readRule) };
  return { resource: resources.roles, namespace, body };
}

function namespaceBinding({ namespace, name, binding, subjects }: NamespaceRole): BootstrapPolicyObject {
  const body = { metadata: metadataOf(binding ?? name), ...bound('Role', name, subjects) };
  return { resource: resources.roleBindings, namespace, body };
}

function metadataOf(name: string, labels: Readonly<Record<string, string>> = LABELS) {
  return { name, annotations: { ...AUTOUPDATE }, labels: { ...labels } };
}

function bound(kind: string, name: string, subjects: readonly string[]) {
  return { roleRef: { apiGroup: RBAC_GROUP, kind, name }, ...(subjects.length > 0 && { subjects: subjects.map(readSubject) }) };
}
