import {
  type FieldError,
  fieldErrors,
  labelSelector,
  pathSegment,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { ApiError } from '@klockwork/kernel';
import type { LabelSelector } from '@klockwork/kubernetes-types';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import type { KindDefinition } from '../kind.ts';
import { roleColumns } from '../rbac/rbac.columns.ts';
import { validateRules } from '../rbac/rules.validation.ts';
import { resources } from '../resource-refs.ts';
import type { ClusterRole } from './cluster-role.ts';

const SELECTORS = 'aggregationRule.clusterRoleSelectors';

/** ClusterRole. Models `pkg/registry/rbac/clusterrole`. */
export const clusterRoleKind: KindDefinition<ClusterRole> = {
  ...resources.clusterRoles,
  listKind: 'ClusterRoleList',
  singular: 'clusterrole',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.rbac.v1.ClusterRole',
  strategy: {
    allowCreateOnUpdate: true,
    default: (draft) => nullWhereUnset(draft, 'rules'),
    prepareForCreate() {},
    prepareForUpdate() {},
    validate: validateClusterRole,
    validateUpdate: (next, previous) => [
      ...validateClusterRole(next),
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ],
  },
  columns: roleColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('ClusterRole', change),
};

/** Models `ValidateClusterRole`. */
function validateClusterRole({ metadata = {}, rules, aggregationRule }: ClusterRole): FieldError[] {
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: pathSegment }),
    ...validateRules(rules, 'cluster'),
    ...(aggregationRule ? selectorsErrors(aggregationRule.clusterRoleSelectors ?? []) : []),
  ];
}

function selectorsErrors(selectors: readonly LabelSelector[]): FieldError[] {
  if (selectors.length === 0)
    return [fieldErrors.required(SELECTORS, 'at least one clusterRoleSelector required if aggregationRule is non-nil')];
  return selectors.flatMap((selector, index) => selectorErrors(selector, `${SELECTORS}[${index}]`));
}

/** Upstream reports an invalid selector twice: per field, and as a whole. */
function selectorErrors(selector: LabelSelector, path: string): FieldError[] {
  const none = isSelector(selector) ? [] : [fieldErrors.invalid(path, undefined, 'invalid label selector.')];
  return [...validateLabelSelector(selector, path), ...none];
}

function isSelector(selector: LabelSelector): boolean {
  try {
    labelSelector.fromObject(selector);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
