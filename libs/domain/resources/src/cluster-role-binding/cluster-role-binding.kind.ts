import { type FieldError, pathSegment, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { defaultBinding } from '../rbac/binding.ts';
import { validateBinding, validateRoleUnchanged } from '../rbac/binding.validation.ts';
import { bindingColumns } from '../rbac/rbac.columns.ts';
import { resources } from '../resource-refs.ts';
import type { ClusterRoleBinding } from './cluster-role-binding.ts';

/** ClusterRoleBinding. Models `pkg/registry/rbac/clusterrolebinding`. */
export const clusterRoleBindingKind: KindDefinition<ClusterRoleBinding> = {
  ...resources.clusterRoleBindings,
  listKind: 'ClusterRoleBindingList',
  singular: 'clusterrolebinding',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.rbac.v1.ClusterRoleBinding',
  strategy: {
    allowCreateOnUpdate: true,
    default: defaultBinding,
    prepareForCreate() {},
    prepareForUpdate() {},
    validate: validateClusterRoleBinding,
    validateUpdate: (next, previous) => [
      ...validateClusterRoleBinding(next),
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
      ...validateRoleUnchanged(next.roleRef, previous.roleRef),
    ],
  },
  columns: bindingColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('ClusterRoleBinding', change),
};

/** Models `ValidateClusterRoleBinding`. */
function validateClusterRoleBinding(binding: ClusterRoleBinding): FieldError[] {
  return [
    ...validateObjectMeta(binding.metadata ?? {}, { namespaced: false, nameFn: pathSegment }),
    ...validateBinding(binding, ['ClusterRole'], 'cluster'),
  ];
}
