import type { PlannedAction } from '@klockwork/controller-runtime';
import { type PersistentVolume, type PersistentVolumeClaim, resources } from '@klockwork/resources';
import { claimReference, isBoundTo, volumeAnnotations } from '@klockwork/scheduling';
import { nameOf } from '../ownership/name-of.ts';

const { bindCompleted, boundByController, storageProvisioner, storageProvisionerBefore } = volumeAnnotations;

/**
 * Missing writes of the four that bind a volume and a claim, one a stage, so that an interrupted bind resumes. Models `bind` of
 * pkg/controller/volume/persistentvolume/pv_controller.go.
 */
export function bindStages(volume: PersistentVolume, claim: PersistentVolumeClaim): PlannedAction[][] {
  const actions = [bindVolume(volume, claim), volumePhase(volume, 'Bound'), bindClaim(claim, volume), boundStatus(claim, volume)];
  return actions.flatMap((action) => (action === undefined ? [] : [[action]]));
}

/** Writes a volume's phase, if changed. `why` becomes the status message. */
export function volumePhase(volume: PersistentVolume, phase: string, why = ''): PlannedAction | undefined {
  const { status } = volume;
  if (status?.phase === phase && (status.message ?? '') === why) return undefined;
  return patchVolume(volume, { status: { phase, message: why === '' ? null : why } }, 'status');
}

/** Writes the phase of an unbound claim, if changed. */
export function claimPhase(claim: PersistentVolumeClaim, phase: 'Pending' | 'Lost'): PlannedAction | undefined {
  return claim.status?.phase === phase ? undefined : patchClaim(claim, { status: { phase } }, 'status');
}

/** Requests a volume from `provisioner`, once. Models `setClaimProvisioner`. */
export function askProvisioner(claim: PersistentVolumeClaim, provisioner: string): PlannedAction | undefined {
  if (claim.metadata?.annotations?.[storageProvisioner] === provisioner) return undefined;
  const annotations = { [storageProvisioner]: provisioner, [storageProvisionerBefore]: provisioner };
  return patchClaim(claim, { metadata: { annotations } });
}

export function assignClass(claim: PersistentVolumeClaim, storageClassName: string): PlannedAction {
  return patchClaim(claim, { spec: { storageClassName } });
}

/** Models `GetBindVolumeToClaim`. */
function bindVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): PlannedAction | undefined {
  const reference = volume.spec?.claimRef;
  if (isBoundTo(volume, claim) && reference?.uid === claim.metadata?.uid) return undefined;
  const annotations = isBoundTo(volume, claim) ? {} : { [boundByController]: 'yes' };
  const { resourceVersion } = volume.metadata ?? {};
  return patchVolume(volume, { metadata: { resourceVersion, annotations }, spec: { claimRef: claimReference(claim) } });
}

/** Models `bindClaimToVolume`. */
function bindClaim(claim: PersistentVolumeClaim, { metadata: of }: PersistentVolume): PlannedAction | undefined {
  const { resourceVersion, annotations: before } = claim.metadata ?? {};
  const isChosen = claim.spec?.volumeName === of?.name;
  if (isChosen && before?.[bindCompleted] !== undefined) return undefined;
  const annotations = { [bindCompleted]: 'yes', ...(!isChosen && { [boundByController]: 'yes' }) };
  return patchClaim(claim, { metadata: { resourceVersion, annotations }, spec: { volumeName: of?.name } });
}

/** Capacity is written at the first bind only; later, volume expansion updates it. */
function boundStatus(claim: PersistentVolumeClaim, { spec }: PersistentVolume): PlannedAction | undefined {
  if (claim.status?.phase === 'Bound') return undefined;
  const { accessModes, capacity } = spec ?? {};
  return patchClaim(claim, { status: { phase: 'Bound', accessModes, capacity } }, 'status');
}

function patchVolume(volume: PersistentVolume, body: object, subresource?: string): PlannedAction {
  return patch(resources.persistentVolumes, volume, body, subresource);
}

function patchClaim(claim: PersistentVolumeClaim, body: object, subresource?: string): PlannedAction {
  return patch(resources.persistentVolumeClaims, claim, body, subresource);
}

function patch(
  resource: typeof resources.persistentVolumes | typeof resources.persistentVolumeClaims,
  object: PersistentVolume | PersistentVolumeClaim,
  body: object,
  subresource: string | undefined,
): PlannedAction {
  const part = subresource === undefined ? {} : { subresource };
  return { type: 'patch', resource, name: nameOf(object), patch: { type: 'merge', body }, ...part, tolerate: ['NotFound'] };
}
