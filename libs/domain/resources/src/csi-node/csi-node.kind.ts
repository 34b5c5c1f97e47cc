import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  qualifiedName,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { validateCsiDriverName } from '../generic/csi-driver-name.ts';
import { complaints, nonNegative } from '../generic/field-checks.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';

/** CSINode: CSI drivers of a node. */
type CSINode = kubernetes.CSINode;
type Driver = kubernetes.CSINodeDriver;

const NODE_ID_BYTES_MAX = 256;

/** CSINode: drivers reported by a node's agent. Models `pkg/registry/storage/csinode`. */
export const csiNodeKind: KindDefinition<CSINode> = {
  ...resources.csiNodes,
  listKind: 'CSINodeList',
  singular: 'csinode',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.storage.v1.CSINode',
  strategy: {
    allowUnconditionalUpdate: false,
    returnsDeletedObject: true,
    default({ spec }) {
      for (const driver of spec?.drivers ?? []) nullWhereUnset(driver, 'topologyKeys');
    },
    prepareForCreate() {},
    prepareForUpdate() {},
    validate,
    validateUpdate,
  },
  columns: [
    nameColumn,
    { name: 'Drivers', type: 'integer', description: 'How many drivers it has', cell: ({ spec }) => spec?.drivers?.length ?? 0 },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('CSINode', change),
};

/** Models `ValidateCSINode`. */
function validate({ metadata = {}, spec }: CSINode): FieldError[] {
  const drivers = spec?.drivers ?? [];
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...drivers.flatMap((driver, index) => validateDriver(driver, drivers.slice(0, index), `spec.drivers[${index}]`)),
  ];
}

/** Drivers are immutable except for their capacity; they may be added and removed. Models `ValidateCSINodeUpdate`. */
function validateUpdate(next: CSINode, previous: CSINode): FieldError[] {
  const fixedPart = ({ allocatable: _, ...driver }: Driver) => driver;
  const changedErrors = (previous.spec?.drivers ?? []).flatMap((before) => {
    const after = next.spec?.drivers?.find(({ name }) => name === before.name);
    return after === undefined ? [] : validateImmutable(fixedPart(after), fixedPart(before), 'spec.drivers');
  });
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validate(next), ...changedErrors];
}

function validateDriver(driver: Driver, before: readonly Driver[], path: string): FieldError[] {
  const { name, nodeID = '', allocatable } = driver;
  const topologyKeys = driver.topologyKeys ?? [];
  const long = utf8Length(nodeID) > NODE_ID_BYTES_MAX;
  return [
    ...validateCsiDriverName(name, `${path}.name`),
    ...(nodeID === '' ? [fieldErrors.required(`${path}.nodeID`)] : []),
    ...(long ? [fieldErrors.invalid(`${path}.nodeID`, nodeID, `must be ${NODE_ID_BYTES_MAX} characters or less`)] : []),
    ...nonNegative(allocatable?.count, `${path}.allocatable.count`),
    ...(before.some((other) => other.name === name) ? [fieldErrors.duplicate(`${path}.name`, name)] : []),
    ...topologyKeys.flatMap((key, index) => validateTopologyKey(key, topologyKeys.indexOf(key) < index, path)),
  ];
}

function validateTopologyKey(key: string, isRepeated: boolean, path: string): FieldError[] {
  return [
    ...(key === '' ? [fieldErrors.required(path)] : []),
    ...(isRepeated ? [fieldErrors.duplicate(path, key)] : []),
    ...complaints(key, qualifiedName(key), path),
  ];
}
