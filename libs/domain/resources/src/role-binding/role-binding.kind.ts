import { type FieldError, pathSegment, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { defaultBinding } from '../rbac/binding.ts';
import { validateBinding, validateRoleUnchanged } from '../rbac/binding.validation.ts';
import { bindingColumns } from '../rbac/rbac.columns.ts';
import { resources } from '../resource-refs.ts';
import type { RoleBinding } from './role-binding.ts';

/** RoleBinding. Models `pkg/registry/rbac/rolebinding`. */
export const roleBindingKind: KindDefinition<RoleBinding> = {
  ...resources.roleBindings,
  listKind: 'RoleBindingList',
  singular: 'rolebinding',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.rbac.v1.RoleBinding',
  strategy: {
    allowCreateOnUpdate: true,
    default: defaultBinding,
    prepareForCreate() {},
    prepareForUpdate() {},
    validate: validateRoleBinding,
    validateUpdate: (next, previous) => [
      ...validateRoleBinding(next),
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
      ...validateRoleUnchanged(next.roleRef, previous.roleRef),
    ],
  },
  columns: bindingColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('RoleBinding', change),
};

/** Models `ValidateRoleBinding`. */
function validateRoleBinding(binding: RoleBinding): FieldError[] {
  return [
    ...validateObjectMeta(binding.metadata ?? {}, { namespaced: true, nameFn: pathSegment }),
    ...validateBinding(binding, ['Role', 'ClusterRole'], 'namespace'),
  ];
}
