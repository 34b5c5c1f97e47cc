import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { validateParameters, validateProvisioner } from '../generic/parameters.ts';
import type { KindDefinition } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { resources } from '../resource-refs.ts';

/** VolumeAttributesClass: mutable attributes of volumes. */
interface VolumeAttributesClass extends KubeObject {
  driverName?: string;
  parameters?: Record<string, string>;
}

/** VolumeAttributesClass: the object alone; no driver obeys it. Models `pkg/registry/storage/volumeattributesclass`. */
export const volumeAttributesClassKind: KindDefinition<VolumeAttributesClass> = {
  ...resources.volumeAttributesClasses,
  listKind: 'VolumeAttributesClassList',
  singular: 'volumeattributesclass',
  shortNames: ['vac'],
  categories: [],
  definition: 'io.k8s.api.storage.v1.VolumeAttributesClass',
  strategy: { returnsDeletedObject: true, default() {}, prepareForCreate() {}, prepareForUpdate() {}, validate, validateUpdate },
  columns: [
    nameColumn,
    { name: 'DriverName', type: 'string', description: 'The driver it is for', cell: ({ driverName }) => driverName ?? '' },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('VolumeAttributesClass', change),
};

/** Models `ValidateVolumeAttributesClass`. */
function validate({ metadata = {}, driverName, parameters = {} }: VolumeAttributesClass): FieldError[] {
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validateProvisioner(driverName, 'driverName'),
    ...validateParameters(parameters, false, 'parameters'),
  ];
}

/** A class never changes. Models `ValidateVolumeAttributesClassUpdate`. */
function validateUpdate(next: VolumeAttributesClass, previous: VolumeAttributesClass): FieldError[] {
  const sameParameters = semanticEqual(next.parameters, previous.parameters);
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...(next.driverName === previous.driverName ? [] : [fieldErrors.forbidden('driverName', 'updates to driverName are forbidden.')]),
    ...(sameParameters ? [] : [fieldErrors.forbidden('parameters', 'updates to parameters are forbidden.')]),
    ...validate(next),
  ];
}
