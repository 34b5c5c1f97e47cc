import type * as kubernetes from '@klockwork/kubernetes-types';

/** Permission: verbs on resources, or on paths. */
export type PolicyRule = kubernetes.PolicyRule;

/** Role granted by a binding. */
export type RoleRef = kubernetes.RoleRef;

/** Subject of a binding: user, group or service account. */
export type Subject = kubernetes.RbacV1Subject;

/** The group of roles and bindings, and of users and groups as subjects. */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';
