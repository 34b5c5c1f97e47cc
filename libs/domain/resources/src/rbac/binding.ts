import type { KubeObject } from '../object.ts';
import { RBAC_GROUP, type RoleRef, type Subject } from './rbac.ts';

/** Shared fields of RoleBindings and ClusterRoleBindings. */
export interface Binding extends KubeObject {
  roleRef: RoleRef;
  subjects?: Subject[];
}

/** Sets absent API groups of references. Models `pkg/apis/rbac/v1/defaults.go`. */
export function defaultBinding(draft: Binding): void {
  if (draft.roleRef && !draft.roleRef.apiGroup) draft.roleRef.apiGroup = RBAC_GROUP;
  for (const subject of draft.subjects ?? []) {
    if (!subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group')) subject.apiGroup = RBAC_GROUP;
  }
}
