import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { type PersistentVolume, resources } from '@klockwork/resources';
import { volumeAnnotations } from '@klockwork/scheduling';
import { nameOf } from '../ownership/name-of.ts';
import type { VolumeView } from './binder-view.ts';
import { volumePhase } from './binder-writes.ts';

const NO_RECYCLER = 'No recycler plugin found for the volume!';
/** Paths accepted by the hostPath deleter. */
const DELETABLE = /\/tmp\/.+/;

/**
 * Writes the phase of a volume, and applies its reclaim policy after the claim's deletion. Models `syncVolume` of
 * pkg/controller/volume/persistentvolume.
 */
export function reconcileVolume({ volume, claim }: VolumeView): Plan {
  const reference = volume.spec?.claimRef;
  if (!reference?.uid) return inPhase(volume, 'Available');
  if (claim === undefined) return reclaim(volume);
  if (claim.spec?.volumeName === volume.metadata?.name) return inPhase(volume, 'Bound');
  // Still coming together: the claim's reconcile finishes it.
  if (!claim.spec?.volumeName) return NOTHING;
  const isOurs = volume.metadata?.annotations?.[volumeAnnotations.provisionedBy] !== undefined;
  return isOurs && volume.spec?.persistentVolumeReclaimPolicy === 'Delete' ? reclaim(volume) : NOTHING;
}

function inPhase(volume: PersistentVolume, phase: string): Plan {
  const action = volumePhase(volume, phase);
  return action === undefined ? NOTHING : { stages: [[action]] };
}

/** A failed volume stays for inspection. Models `reclaimVolume`. */
function reclaim(volume: PersistentVolume): Plan {
  const { phase } = volume.status ?? {};
  if (phase === 'Failed') return NOTHING;
  if (phase !== 'Released') return inPhase(volume, 'Released');
  if (volume.spec?.persistentVolumeReclaimPolicy === 'Recycle') return fail(volume, 'VolumeFailedRecycle', NO_RECYCLER);
  return volume.spec?.persistentVolumeReclaimPolicy === 'Delete' ? deleteVolume(volume) : NOTHING;
}

/** A provisioned volume is deleted by its provisioner. Models `deleteVolumeOperation`. */
function deleteVolume(volume: PersistentVolume): Plan {
  const { metadata, spec } = volume;
  if (metadata?.deletionTimestamp !== undefined || metadata?.annotations?.[volumeAnnotations.provisionedBy] !== undefined) return NOTHING;
  const path = spec?.hostPath?.path;
  if (path === undefined) return fail(volume, 'VolumeFailedDelete', noDeleter(metadata?.name ?? ''));
  if (!DELETABLE.test(path)) {
    return fail(volume, 'VolumeFailedDelete', `host_path deleter only supports /tmp/.+ but received provided ${path}`);
  }
  return {
    stages: [[{ type: 'delete', resource: resources.persistentVolumes, name: nameOf(volume), deletion: {}, tolerate: ['NotFound'] }]],
  };
}

function noDeleter(name: string): string {
  return `error getting deleter volume plugin for volume "${name}": no deletable volume plugin matched`;
}

function fail(volume: PersistentVolume, reason: string, message: string): Plan {
  const failedAction = volumePhase(volume, 'Failed', message);
  const about = { resource: resources.persistentVolumes, object: volume };
  const event: PlannedAction = { type: 'record', about, eventType: 'Warning', reason, message };
  return { stages: [[...(failedAction === undefined ? [] : [failedAction]), event]] };
}
