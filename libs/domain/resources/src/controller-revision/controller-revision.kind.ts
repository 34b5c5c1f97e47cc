import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { nonNegative } from '../generic/field-checks.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ControllerRevision } from './controller-revision.ts';

/** Event of a ControllerRevision change. */
export type ControllerRevisionEvent = LifeCycleEvent<'ControllerRevision'>;

/** Models `pkg/registry/apps/controllerrevision/strategy.go`: stores all as given; data is immutable. */
const strategy: Strategy<ControllerRevision> = {
  default(draft) {
    draft.revision ??= 0;
  },
  prepareForCreate() {},
  prepareForUpdate() {},
  validate,
  validateUpdate: (next, previous) => [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validate(next),
    ...validateImmutable(next.data, previous.data, 'data'),
  ],
};

/** ControllerRevision. Models `pkg/registry/apps/controllerrevision`. */
export const controllerRevisionKind: KindDefinition<ControllerRevision> = {
  ...resources.controllerRevisions,
  listKind: 'ControllerRevisionList',
  singular: 'controllerrevision',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.apps.v1.ControllerRevision',
  strategy,
  columns: [
    nameColumn,
    { name: 'Controller', type: 'string', description: 'Whose template it is', cell: controllerCell },
    { name: 'Revision', type: 'string', description: 'Its place in the history', cell: ({ revision }) => `${revision ?? 0}` },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('ControllerRevision', change),
};

/** Models `ValidateControllerRevision`. */
function validate({ metadata, data, revision }: ControllerRevision): FieldError[] {
  return [
    ...validateObjectMeta(metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...(data === undefined || data === null ? [fieldErrors.required('data', 'data is mandatory')] : []),
    ...nonNegative(revision, 'revision'),
  ];
}

/** `daemonset.apps/logs`. Models `printControllerRevision`. */
function controllerCell({ metadata }: ControllerRevision): string {
  const controller = metadata?.ownerReferences?.find((reference) => reference.controller === true);
  if (controller === undefined) return '<none>';
  const [group = ''] = controller.apiVersion.includes('/') ? controller.apiVersion.split('/') : [''];
  return `${controller.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${controller.name}`;
}
