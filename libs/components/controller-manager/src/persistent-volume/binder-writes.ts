import type { PlannedAction } from '@klockwork/controller-runtime';
import { type PersistentVolume, type PersistentVolumeClaim, resources } from '@klockwork/resources';
import { claimReference, isBoundTo, volumeAnnotations } from '@klockwork/scheduling';
import { nameOf } from '../ownership/name-of.ts';

const { bindCompleted, boundByController, storageProvisioner, storageProvisionerBefore } = volumeAnnotations;

/**
 * The four writes that bring a volume and a claim together, as far as they are not done: each stage is one, so that who is interrupted
 * goes on where it ended. Models `bind` of pkg/controller/volume/persistentvolume/pv_controller.go.
 */
export function bindStages(volume: PersistentVolume, claim: PersistentVolumeClaim): PlannedAction[][] {
  const actions = [bindVolume(volume, claim), volumePhase(volume, 'Bound'), bindClaim(claim, volume), boundStatus(claim, volume)];
  return actions.flatMap((action) => (action === undefined ? [] : [[action]]));
}

/** Writes the phase of a volume, unless it is in it. `why` is kept as the status's message. */
export function volumePhase(volume: PersistentVolume, phase: string, why = ''): PlannedAction | undefined {
  const { status } = volume;
  if (status?.phase === phase && (status.message ?? '') === why) return undefined;
  return patchVolume(volume, { status: { phase, message: why === '' ? null : why } }, 'status');
}

/** Writes the phase of a claim that has no volume, unless it is in it. */
export function claimPhase(claim: PersistentVolumeClaim, phase: 'Pending' | 'Lost'): PlannedAction | undefined {
  return claim.status?.phase === phase ? undefined : patchClaim(claim, { status: { phase } }, 'status');
}

/** Asks `provisioner` for a volume, unless it was asked. Models `setClaimProvisioner`. */
export function askProvisioner(claim: PersistentVolumeClaim, provisioner: string): PlannedAction | undefined {
  if (claim.metadata?.annotations?.[storageProvisioner] === provisioner) return undefined;
  const annotations = { [storageProvisioner]: provisioner, [storageProvisionerBefore]: provisioner };
  return patchClaim(claim, { metadata: { annotations } });
}

/** Gives a claim its class. */
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

/** A claim says how big its volume is from when it is bound; later that is the business of who expands it. */
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
  return { do: 'patch', resource, name: nameOf(object), patch: { type: 'merge', body }, ...part, tolerate: ['NotFound'] };
}
