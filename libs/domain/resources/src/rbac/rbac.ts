import type * as kubernetes from '@klockwork/kubernetes-types';

/** What somebody may do: verbs on resources, or on paths that are no resources. Every `PolicyRule` of `kubernetes-types` is one. */
export type PolicyRule = kubernetes.PolicyRule;

/** The role that a binding gives. */
export type RoleRef = kubernetes.RoleRef;

/** Who is bound: a user, a group or a service account. */
export type Subject = kubernetes.RbacV1Subject;

/** The group of roles and bindings, and of users and groups as subjects. */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';
