import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { classNameOf, type PersistentVolume, type PersistentVolumeClaim, resources } from '@klockwork/resources';
import { findVolume, isBoundTo, isFullyBound, mismatch, volumeAnnotations } from '@klockwork/scheduling';
import type { ClaimView } from './binder-view.ts';
import { askProvisioner, assignClass, bindStages, claimPhase } from './binder-writes.ts';

const LOST_REFERENCE = 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!';
const LOST_VOLUME = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
const MISBOUND = 'Two claims are bound to the same volume, this one is bound incorrectly';
const NO_VOLUME = 'no persistent volumes available for this claim and no storage class is set';

/**
 * Binds a claim to a volume, requests provisioning, or verifies an existing binding. Models `syncClaim` of
 * pkg/controller/volume/persistentvolume.
 */
export function reconcileClaim(view: ClaimView): Plan {
  const { claim, volumes } = view;
  if (claim.metadata?.annotations?.[volumeAnnotations.bindCompleted] !== undefined) return keepBound(view);
  const volumeName = claim.spec?.volumeName;
  if (!volumeName) return bindAny(view);
  const volume = volumes.find(({ metadata }) => metadata?.name === volumeName);
  return volume === undefined ? wait(claim) : bindAsked(claim, volume);
}

/** Models `syncBoundClaim`. */
function keepBound({ claim, volumes }: ClaimView): Plan {
  if (!isFullyBound(claim)) return lose(claim, 'ClaimLost', LOST_REFERENCE);
  const volume = volumes.find(({ metadata }) => metadata?.name === claim.spec?.volumeName);
  if (volume === undefined) return lose(claim, 'ClaimLost', LOST_VOLUME);
  const reference = volume.spec?.claimRef;
  if (reference && reference.uid !== claim.metadata?.uid) return lose(claim, 'ClaimMisbound', MISBOUND);
  return { stages: bindStages(volume, claim) };
}

/** Binds a claim without volumeName. Models the first half of `syncUnboundClaim`. */
function bindAny(view: ClaimView): Plan {
  const { claim, volumes, storageClass } = view;
  const late = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const volume = findVolume(claim, volumes, { late });
  if (volume !== undefined) return { stages: bindStages(volume, claim) };
  const classUpdate = giveClass(view);
  if (classUpdate !== undefined) return { stages: [[classUpdate]] };
  const selectedAnnotation = claim.metadata?.annotations?.[volumeAnnotations.selectedNode];
  if (late && selectedAnnotation === undefined) return wait(claim, waitingForPods(view));
  return classNameOf(claim) === '' ? wait(claim, record(claim, 'Normal', 'FailedBinding', NO_VOLUME)) : provision(view);
}

/** Sets the default class on a claim created before that class. Models `assignDefaultStorageClass`. */
function giveClass({ claim, defaultClass }: ClaimView): PlannedAction | undefined {
  const saysNothing = claim.spec?.storageClassName === undefined && classNameOf(claim) === '';
  return saysNothing && defaultClass !== undefined ? assignClass(claim, defaultClass) : undefined;
}

/** Models its second half: the claim names its volume. */
function bindAsked(claim: PersistentVolumeClaim, volume: PersistentVolume): Plan {
  const name = volume.metadata?.name ?? '';
  if (volume.spec?.claimRef && !isBoundTo(volume, claim)) {
    return wait(claim, record(claim, 'Warning', 'FailedBinding', `volume "${name}" already bound to a different claim.`));
  }
  const problem = volume.spec?.claimRef ? undefined : mismatch(volume, claim);
  if (problem === undefined) return { stages: bindStages(volume, claim) };
  return wait(claim, record(claim, 'Warning', 'VolumeMismatch', `Cannot bind to requested volume "${name}": ${problem}`));
}

/** Requests provisioning by the external provisioner of the class. Models `provisionClaim`. */
function provision({ claim, storageClass }: ClaimView): Plan {
  if (storageClass === undefined) {
    const text = `storageclass.storage.k8s.io "${classNameOf(claim)}" not found`;
    return wait(claim, record(claim, 'Warning', 'ProvisioningFailed', text));
  }
  const { provisioner } = storageClass;
  const ask = askProvisioner(claim, provisioner);
  const event = record(claim, 'Normal', 'ExternalProvisioning', waitingForProvisioner(provisioner));
  return { stages: [ask === undefined ? [event] : [ask, event]] };
}

function waitingForProvisioner(provisioner: string): string {
  return `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
}

/** Models `emitEventForUnboundDelayBindingClaim`. */
function waitingForPods({ claim, unscheduledPods: pods }: ClaimView): PlannedAction {
  if (pods.length === 0) {
    return record(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
  }
  const podNames = pods.length === 1 ? `pod ${pods[0]}` : `pods ${pods.join(',')}`;
  return record(claim, 'Normal', 'WaitForPodScheduled', `waiting for ${podNames} to be scheduled`);
}

function wait(claim: PersistentVolumeClaim, event?: PlannedAction): Plan {
  const phase = claimPhase(claim, 'Pending');
  const actions = [...(event === undefined ? [] : [event]), ...(phase === undefined ? [] : [phase])];
  return actions.length === 0 ? NOTHING : { stages: [actions] };
}

/** Records the Event once, together with the phase change. Models `updateClaimStatusWithEvent`. */
function lose(claim: PersistentVolumeClaim, reason: string, message: string): Plan {
  const phase = claimPhase(claim, 'Lost');
  return phase === undefined ? NOTHING : { stages: [[phase, record(claim, 'Warning', reason, message)]] };
}

function record(object: PersistentVolumeClaim, eventType: 'Normal' | 'Warning', reason: string, message: string): PlannedAction {
  return { type: 'record', about: { resource: resources.persistentVolumeClaims, object }, eventType, reason, message };
}
