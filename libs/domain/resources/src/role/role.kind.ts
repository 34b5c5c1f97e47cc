import { type FieldError, pathSegment, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import type { KindDefinition } from '../kind.ts';
import { roleColumns } from '../rbac/rbac.columns.ts';
import { validateRules } from '../rbac/rules.validation.ts';
import { resources } from '../resource-refs.ts';
import type { Role } from './role.ts';

/** Role. Models `pkg/registry/rbac/role`. */
export const roleKind: KindDefinition<Role> = {
  ...resources.roles,
  listKind: 'RoleList',
  singular: 'role',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.rbac.v1.Role',
  strategy: {
    allowCreateOnUpdate: true,
    default: (draft) => nullWhereUnset(draft, 'rules'),
    prepareForCreate() {},
    prepareForUpdate() {},
    validate: validateRole,
    validateUpdate: (next, previous) => [...validateRole(next), ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {})],
  },
  columns: roleColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('Role', change),
};

/** Models `ValidateRole`. */
function validateRole({ metadata = {}, rules }: Role): FieldError[] {
  return [...validateObjectMeta(metadata, { namespaced: true, nameFn: pathSegment }), ...validateRules(rules, 'namespace')];
}
