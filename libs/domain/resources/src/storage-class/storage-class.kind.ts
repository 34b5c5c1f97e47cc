import { ageColumn, nameColumn } from '../generic/columns.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { oldLabelMessage } from '../generic/old-node-labels.ts';
import type { KindDefinition, PrinterColumn } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { isDefaultClass, type StorageClass } from './storage-class.ts';
import { validateStorageClass, validateStorageClassUpdate } from './storage-class.validation.ts';

/** StorageClass. Models `pkg/registry/storage/storageclass`. */
export const storageClassKind: KindDefinition<StorageClass> = {
  ...resources.storageClasses,
  listKind: 'StorageClassList',
  singular: 'storageclass',
  shortNames: ['sc'],
  categories: [],
  definition: 'io.k8s.api.storage.v1.StorageClass',
  strategy: {
    returnsDeletedObject: true,
    default(draft) {
      draft.reclaimPolicy ??= 'Delete';
      draft.volumeBindingMode ??= 'Immediate';
    },
    prepareForCreate() {},
    prepareForUpdate() {},
    validate: validateStorageClass,
    validateUpdate: validateStorageClassUpdate,
    warnings: placeWarnings,
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

/** Labels of nodes that have other names now. Models `GetWarningsForStorageClass`. */
function placeWarnings({ allowedTopologies = [] }: StorageClass): string[] {
  return allowedTopologies.flatMap(({ matchLabelExpressions = [] }, place) =>
    matchLabelExpressions.flatMap(({ key }, index) => {
      const message = oldLabelMessage(key);
      return message === undefined ? [] : [`allowedTopologies[${place}].matchLabelExpressions[${index}].key: ${message}`];
    }),
  );
}

function nameCell(storageClass: StorageClass): string {
  const name = storageClass.metadata?.name ?? '';
  return isDefaultClass(storageClass) ? `${name} (default)` : name;
}

function text(name: string, description: string, cell: (object: StorageClass) => string): PrinterColumn<StorageClass> {
  return { name, type: 'string', description, cell };
}
