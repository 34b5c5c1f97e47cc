import { ageColumn, nameColumn } from '../generic/columns.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { Cell, KindDefinition, PrinterColumn, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { VolumeAttachment } from './volume-attachment.ts';
import { validateVolumeAttachment, validateVolumeAttachmentUpdate } from './volume-attachment.validation.ts';

/** Models `pkg/registry/storage/volumeattachment/strategy.go`. */
const strategy: Strategy<VolumeAttachment> = {
  allowUnconditionalUpdate: false,
  returnsDeletedObject: true,
  default() {},
  prepareForCreate(draft) {
    draft.status = { attached: false };
  },
  prepareForUpdate: (draft, previous) => keepPart(draft, previous, 'status'),
  validate: validateVolumeAttachment,
  validateUpdate: validateVolumeAttachmentUpdate,
};

/** VolumeAttachment: the object alone; nothing is attached here. Models `pkg/registry/storage/volumeattachment`. */
export const volumeAttachmentKind: KindDefinition<VolumeAttachment> = {
  ...resources.volumeAttachments,
  listKind: 'VolumeAttachmentList',
  singular: 'volumeattachment',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.storage.v1.VolumeAttachment',
  strategy,
  status: {
    ...statusStrategy<VolumeAttachment>({ keepsMetadata: true, resets: ['metadata', 'spec'] }),
    validateUpdate: validateVolumeAttachmentUpdate,
  },
  columns: [
    nameColumn,
    { ...column('Attacher', 'string', 'The driver that attaches it', ({ spec }) => spec?.attacher ?? ''), format: 'name' },
    column('PV', 'string', 'The volume', ({ spec }) => spec?.source?.persistentVolumeName ?? ''),
    column('Node', 'string', 'The node', ({ spec }) => spec?.nodeName ?? ''),
    column('Attached', 'boolean', 'Whether it is attached', ({ status }) => status?.attached ?? false),
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('VolumeAttachment', change),
};

function column(
  name: string,
  type: 'boolean' | 'string',
  description: string,
  cell: (object: VolumeAttachment) => Cell,
): PrinterColumn<VolumeAttachment> {
  return { name, type, description, cell };
}
