import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  qualifiedName,
  semanticEqual,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { complaints, oneOf } from '../generic/field-checks.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition, PrinterColumn } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { isDefaultClass, type StorageClass } from './storage-class.ts';

const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
/** What a class says for ever, and how upstream refuses to change it. */
const FIXED = {
  parameters: 'updates to parameters are forbidden.',
  provisioner: 'updates to provisioner are forbidden.',
  reclaimPolicy: 'updates to reclaimPolicy are forbidden.',
} as const;

/** StorageClass. Models `pkg/registry/storage/storageclass`. */
export const storageClassKind: KindDefinition<StorageClass> = {
  ...resources.storageClasses,
  listKind: 'StorageClassList',
  singular: 'storageclass',
  shortNames: ['sc'],
  categories: [],
  definition: 'io.k8s.api.storage.v1.StorageClass',
  strategy: {
    default(draft) {
      draft.reclaimPolicy ??= 'Delete';
      draft.volumeBindingMode ??= 'Immediate';
    },
    prepareForCreate() {},
    prepareForUpdate() {},
    validate,
    validateUpdate,
  },
  columns: [
    { ...nameColumn, cell: nameCell },
    text('Provisioner', 'Who makes volumes of the class', ({ provisioner }) => provisioner),
    text('ReclaimPolicy', 'What becomes of a volume after its claim', ({ reclaimPolicy }) => reclaimPolicy ?? ''),
    text('VolumeBindingMode', 'When volumes are bound', ({ volumeBindingMode }) => volumeBindingMode ?? ''),
    {
      name: 'AllowVolumeExpansion',
      type: 'string',
      description: 'Whether volumes can grow',
      cell: ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false,
    },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('StorageClass', change),
};

function nameCell(storageClass: StorageClass): string {
  const name = storageClass.metadata?.name ?? '';
  return isDefaultClass(storageClass) ? `${name} (default)` : name;
}

function text(name: string, description: string, cell: (object: StorageClass) => string): PrinterColumn<StorageClass> {
  return { name, type: 'string', description, cell };
}

/** Models `ValidateStorageClass`. */
function validate(storageClass: StorageClass): FieldError[] {
  const { metadata = {}, provisioner, reclaimPolicy, volumeBindingMode } = storageClass;
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...(provisioner
      ? complaints(provisioner, qualifiedName(provisioner.toLowerCase()), 'provisioner')
      : [fieldErrors.required('provisioner', '')]),
    ...oneOf(reclaimPolicy, RECLAIM_POLICIES, 'reclaimPolicy'),
    ...oneOf(volumeBindingMode, BINDING_MODES, 'volumeBindingMode'),
  ];
}

/** Models `ValidateStorageClassUpdate`. */
function validateUpdate(next: StorageClass, previous: StorageClass): FieldError[] {
  const changed = (Object.keys(FIXED) as (keyof typeof FIXED)[]).filter((field) => !semanticEqual(next[field], previous[field]));
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validate(next),
    ...changed.map((field) => fieldErrors.forbidden(field, FIXED[field])),
    ...validateImmutable(next.volumeBindingMode, previous.volumeBindingMode, 'volumeBindingMode'),
  ];
}
