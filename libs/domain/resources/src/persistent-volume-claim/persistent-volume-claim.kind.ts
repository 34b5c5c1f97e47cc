import { accessModesText } from '../generic/access-modes.ts';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import { classAnnotationWarnings, classNameOf } from '../generic/storage-class-name.ts';
import type { KindDefinition, PrinterColumn } from '../kind.ts';
import { canonicalizeQuantities } from '../pod-template/container.defaults.ts';
import { claimFractionWarnings } from '../pod-template/fraction-warnings.ts';
import { resources } from '../resource-refs.ts';
import { defaultClaimSpec } from './claim-spec.defaults.ts';
import { settleDataSources } from './data-source.ts';
import { persistentVolumeClaimEvent } from './persistent-volume-claim.events.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';
import {
  validatePersistentVolumeClaim,
  validatePersistentVolumeClaimStatus,
  validatePersistentVolumeClaimUpdate,
} from './persistent-volume-claim.validation.ts';

/** PersistentVolumeClaim. Models `pkg/registry/core/persistentvolumeclaim`. */
export const persistentVolumeClaimKind: KindDefinition<PersistentVolumeClaim> = {
  ...resources.persistentVolumeClaims,
  listKind: 'PersistentVolumeClaimList',
  singular: 'persistentvolumeclaim',
  shortNames: ['pvc'],
  categories: [],
  definition: 'io.k8s.api.core.v1.PersistentVolumeClaim',
  strategy: {
    returnsDeletedObject: true,
    default(draft) {
      draft.spec ??= {};
      defaultClaimSpec(draft.spec);
      canonicalizeQuantities(draft.status?.capacity);
      draft.status ??= {};
      draft.status.phase ||= 'Pending';
    },
    prepareForCreate(draft) {
      draft.status = { phase: 'Pending' };
      settleDataSources(draft.spec ?? {}, undefined);
    },
    prepareForUpdate(draft, previous) {
      keepPart(draft, previous, 'status');
      settleDataSources(draft.spec ?? {}, previous.spec ?? {});
    },
    validate: validatePersistentVolumeClaim,
    validateUpdate: validatePersistentVolumeClaimUpdate,
    warnings: (claim) => [...classAnnotationWarnings(claim), ...claimFractionWarnings(claim.spec?.resources, 'spec.resources')],
  },
  status: statusStrategy<PersistentVolumeClaim>({ validate: validatePersistentVolumeClaimStatus }),
  columns: [
    nameColumn,
    text('Status', 'Where it is in its life', phaseOf),
    text('Volume', 'What it has', ({ spec }) => spec?.volumeName ?? ''),
    text(
      'Capacity',
      'How much that holds',
      ifBound(({ status }) => status?.capacity?.storage ?? '0'),
    ),
    text(
      'Access Modes',
      'How that can be mounted',
      ifBound(({ status }) => accessModesText(status?.accessModes)),
    ),
    text('StorageClass', 'Its class', classNameOf),
    text('VolumeAttributesClass', 'Its class of attributes', ({ spec }) => spec?.volumeAttributesClassName ?? '<unset>'),
    ageColumn,
    { ...text('VolumeMode', 'Files or blocks', ({ spec }) => spec?.volumeMode ?? '<unset>'), priority: 1 },
  ],
  selectableFields: {},
  event: persistentVolumeClaimEvent,
};

function phaseOf({ metadata, status }: PersistentVolumeClaim): string {
  return metadata?.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating';
}

function ifBound(cell: (claim: PersistentVolumeClaim) => string): (claim: PersistentVolumeClaim) => string {
  return (claim) => (claim.spec?.volumeName ? cell(claim) : '');
}

function text(name: string, description: string, cell: (object: PersistentVolumeClaim) => string): PrinterColumn<PersistentVolumeClaim> {
  return { name, type: 'string', description, cell };
}
