import { formatTime } from '@klockwork/api-machinery';
import { accessModesText } from '../generic/access-modes.ts';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import { classNameOf } from '../generic/storage-class-name.ts';
import type { KindDefinition, PrinterColumn, SubresourceStrategy, WriteContext } from '../kind.ts';
import { canonicalizeQuantities } from '../pod-template/container.defaults.ts';
import { defaultDisks } from '../pod-template/volume.defaults.ts';
import { resources } from '../resource-refs.ts';
import { persistentVolumeEvent } from './persistent-volume.events.ts';
import type { PersistentVolume } from './persistent-volume.ts';
import { validatePersistentVolume, validatePersistentVolumeUpdate } from './persistent-volume.validation.ts';
import { persistentVolumeWarnings } from './persistent-volume.warnings.ts';

/** PersistentVolume. Models `pkg/registry/core/persistentvolume`. */
export const persistentVolumeKind: KindDefinition<PersistentVolume> = {
  ...resources.persistentVolumes,
  listKind: 'PersistentVolumeList',
  singular: 'persistentvolume',
  shortNames: ['pv'],
  categories: [],
  definition: 'io.k8s.api.core.v1.PersistentVolume',
  strategy: {
    returnsDeletedObject: true,
    default: persistentVolumeDefaults,
    prepareForCreate(draft, { now }) {
      draft.status = { phase: 'Pending', lastPhaseTransitionTime: formatTime(now) };
    },
    prepareForUpdate: (draft, previous) => keepPart(draft, previous, 'status'),
    validate: validatePersistentVolume,
    validateUpdate: validatePersistentVolumeUpdate,
    warnings: persistentVolumeWarnings,
  },
  status: phaseTimed(statusStrategy<PersistentVolume>({})),
  columns: [
    nameColumn,
    text('Capacity', 'How much it holds', ({ spec }) => spec?.capacity?.storage ?? '0'),
    text('Access Modes', 'How it can be mounted', ({ spec }) => accessModesText(spec?.accessModes)),
    text('Reclaim Policy', 'What becomes of it after its claim', ({ spec }) => spec?.persistentVolumeReclaimPolicy ?? ''),
    text('Status', 'Where it is in its life', phaseOf),
    text('Claim', 'Who has it', ({ spec }) => (spec?.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '')),
    text('StorageClass', 'Its class', classNameOf),
    text('VolumeAttributesClass', 'Its class of attributes', attributesClassOf),
    text('Reason', 'Why it failed', ({ status }) => status?.reason ?? ''),
    ageColumn,
    { ...text('VolumeMode', 'Files or blocks', ({ spec }) => spec?.volumeMode ?? '<unset>'), priority: 1 },
  ],
  selectableFields: {},
  event: persistentVolumeEvent,
};

/** Models `SetDefaults_PersistentVolume`. */
function persistentVolumeDefaults(draft: PersistentVolume): void {
  draft.spec ??= {};
  draft.spec.persistentVolumeReclaimPolicy ||= 'Retain';
  draft.spec.volumeMode ??= 'Filesystem';
  defaultDisks(draft.spec);
  nullWhereUnset(draft.spec.azureFile, 'secretNamespace');
  canonicalizeQuantities(draft.spec.capacity);
  draft.status ??= {};
  draft.status.phase ||= 'Pending';
}

/** Returns the strategy, which also records the time of a phase change. */
function phaseTimed(strategy: SubresourceStrategy<PersistentVolume>): SubresourceStrategy<PersistentVolume> {
  return {
    ...strategy,
    prepareForUpdate(draft: PersistentVolume, previous: PersistentVolume, context: WriteContext) {
      strategy.prepareForUpdate(draft, previous, context);
      if (draft.status?.phase !== previous.status?.phase) {
        draft.status = { ...draft.status, lastPhaseTransitionTime: formatTime(context.now) };
      }
    },
  };
}

function phaseOf({ metadata, status }: PersistentVolume): string {
  return metadata?.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating';
}

function attributesClassOf({ spec }: PersistentVolume): string {
  return spec?.volumeAttributesClassName ?? '<unset>';
}

function text(name: string, description: string, cell: (object: PersistentVolume) => string): PrinterColumn<PersistentVolume> {
  return { name, type: 'string', description, cell };
}
