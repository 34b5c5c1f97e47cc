import type { Files } from '@klockwork/files';
import { ApiError } from '@klockwork/kernel';
import {
  type PersistentVolume,
  type PersistentVolumeClaim,
  type Pod,
  type ResourceRef,
  resources,
  type Volume,
} from '@klockwork/resources';
import { claimNameOf, isMadeFor, notOwner } from '@klockwork/scheduling';
import type { ReferencedObjects } from '../references/referenced-objects.ts';
import { VolumeError } from './volume-plugin.ts';

/** Volume of a claim that cannot be determined or mounted. The message is the Event's whole text. */
export class ClaimError extends VolumeError {}

/** Dependencies of a claim look-up. */
export interface ClaimLookup {
  readonly pod: Pod;
  readonly objects: Pick<ReferencedObjects, 'readFresh'>;
  /** Files of the node, with root access. */
  readonly files: Files;
}

/**
 * Returns the volume behind a claim as a pod volume, named after the PersistentVolume. Reads both objects again each time, because pods may
 * arrive right after the binding. Rejects with VolumeError. Models `createVolumeSpec` of
 * `pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go`.
 */
export async function claimedVolume(volume: Volume, lookup: ClaimLookup): Promise<Volume> {
  const claimName = claimNameOf(lookup.pod, volume) ?? '';
  try {
    const bound = await readBound(claimName, volume, lookup);
    const { volumeMode = 'Filesystem' } = bound.spec ?? {};
    if (volumeMode === 'Filesystem') return asPodVolume(bound, lookup.files);
    throw unprocessed(volume, `volume ${volume.name} has volumeMode ${volumeMode}, but is specified in volumeMounts`);
  } catch (error) {
    if (!(error instanceof Unready)) throw error;
    throw unprocessed(volume, `error processing PVC ${lookup.pod.metadata?.namespace}/${claimName}: ${error.message}`);
  }
}

function unprocessed({ name }: Volume, problem: string): ClaimError {
  const lists = `unmounted volumes=[${name}], unattached volumes=[], failed to process volumes=[${name}]`;
  return new ClaimError(`Unable to attach or mount volumes: ${lists}: ${problem}`);
}

class Unready extends Error {
  override readonly name = 'Unready';
}

async function readBound(claimName: string, volume: Volume, { pod, objects }: ClaimLookup): Promise<PersistentVolume> {
  const namespace = pod.metadata?.namespace ?? '';
  const claim = await read<PersistentVolumeClaim>(objects, resources.persistentVolumeClaims, { namespace, name: claimName }, 'PVC');
  if (claim.metadata?.deletionTimestamp !== undefined) throw new Unready('PVC is being deleted');
  if (claim.status?.phase !== 'Bound') throw new Unready('PVC is not bound');
  if (volume.ephemeral && !isMadeFor(claim, pod)) throw unprocessed(volume, notOwner(pod, claimName));
  const name = claim.spec?.volumeName ?? '';
  const volumeObject = await read<PersistentVolume>(objects, resources.persistentVolumes, { name }, `PV ${name}`);
  const reference = volumeObject.spec?.claimRef;
  if (!reference)
    throw new Unready(`found PV object ${name} but it has a nil pv.Spec.ClaimRef indicating it is not yet bound to the claim`);
  if (reference.uid === claim.metadata?.uid) return volumeObject;
  const uids = `pv.Spec.ClaimRef.UID ${reference.uid} does not point to claim.UID ${claim.metadata?.uid}`;
  throw new Unready(`found PV object ${name} but its ${uids}`);
}

async function read<T extends PersistentVolume | PersistentVolumeClaim>(
  objects: ClaimLookup['objects'],
  resource: ResourceRef,
  name: { namespace?: string; name: string },
  what: string,
): Promise<T> {
  try {
    return await objects.readFresh<T>(resource, name);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new Unready(`failed to fetch ${what} from API server: ${error.message}`);
  }
}

/** A local volume is an existing folder of the node. */
function asPodVolume({ metadata, spec = {} }: PersistentVolume, files: Files): Volume {
  const name = metadata?.name ?? '';
  if (!spec.local) return { ...spec, name } as Volume;
  const { path } = spec.local;
  if (files.exists(path)) return { name, hostPath: { path, type: '' } };
  // Upstream reports this before mounting.
  throw new ClaimError(`MountVolume.NewMounter initialization failed for volume "${name}" : path "${path}" does not exist`);
}
