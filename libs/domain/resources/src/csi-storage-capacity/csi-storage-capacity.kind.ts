import {
  compareQuantity,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import type * as kubernetes from '@klockwork/kubernetes-types';
import { selectorAsGo } from '../generic/as-go.ts';
import { nameColumn } from '../generic/columns.ts';
import { complaints } from '../generic/field-checks.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { oldLabelMessage, termWarnings } from '../generic/old-node-labels.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';

/** CSIStorageCapacity: free capacity of a driver in a topology. */
type CSIStorageCapacity = kubernetes.CSIStorageCapacity;

const FIXED = 'field is immutable';

/** CSIStorageCapacity: reported by drivers; unused here. Models `pkg/registry/storage/csistoragecapacity`. */
export const csiStorageCapacityKind: KindDefinition<CSIStorageCapacity> = {
  ...resources.csiStorageCapacities,
  listKind: 'CSIStorageCapacityList',
  singular: 'csistoragecapacity',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.storage.v1.CSIStorageCapacity',
  strategy: {
    allowUnconditionalUpdate: false,
    default() {},
    prepareForCreate() {},
    prepareForUpdate() {},
    validate,
    validateUpdate,
    warnings: placeWarnings,
  },
  columns: [
    nameColumn,
    { name: 'StorageClassName', type: 'string', description: 'Of which class', cell: ({ storageClassName }) => storageClassName ?? '' },
    { name: 'Capacity', type: 'string', description: 'How much is left', cell: ({ capacity }) => capacity ?? '' },
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('CSIStorageCapacity', change),
};

/** Labels of nodes that have other names now. Models `GetWarningsForCSIStorageCapacity`. */
function placeWarnings({ nodeTopology }: CSIStorageCapacity): string[] {
  const { matchExpressions = [], matchLabels = {} } = nodeTopology ?? {};
  const labels = Object.keys(matchLabels).flatMap((label) => {
    const message = oldLabelMessage(label);
    return message === undefined ? [] : [`nodeTopology.matchLabels.${label}: ${message}`];
  });
  return [...termWarnings({ matchExpressions }, 'nodeTopology'), ...labels];
}

/** Models `ValidateCSIStorageCapacity`. */
function validate({ metadata = {}, nodeTopology, storageClassName = '', capacity }: CSIStorageCapacity): FieldError[] {
  const negative = capacity !== undefined && compareQuantity(capacity, '0') < 0;
  return [
    ...validateObjectMeta(metadata, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validateLabelSelector(nodeTopology, 'nodeTopology'),
    ...complaints(storageClassName, dns1123Subdomain(storageClassName), 'storageClassName'),
    ...(negative ? [fieldErrors.invalid('capacity', capacity, 'must be greater than or equal to 0')] : []),
  ];
}

/** Keeps topology and class immutable. Models `ValidateCSIStorageCapacityUpdate`; its strategy also validates the whole object. */
function validateUpdate(next: CSIStorageCapacity, previous: CSIStorageCapacity): FieldError[] {
  const { nodeTopology, storageClassName } = next;
  return [
    ...validate(next),
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...(semanticEqual(nodeTopology, previous.nodeTopology) ? [] : [fieldErrors.invalid('nodeTopology', selectorAsGo(nodeTopology), FIXED)]),
    ...(storageClassName === previous.storageClassName ? [] : [fieldErrors.invalid('storageClassName', storageClassName, FIXED)]),
  ];
}
