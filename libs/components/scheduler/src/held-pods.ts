import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import type { PersistentVolumeClaim } from '@klockwork/resources';
import { claimNames, isBoundTo, isFullyBound, type StorageView, volumeAnnotations } from '@klockwork/scheduling';
import type { Choice } from './scheduling-plans.ts';

/** Pod with a node that waits for its volumes there. */
export interface HeldPod extends Choice {
  /** `bindTimeoutSeconds` of VolumeBindingArgs. */
  readonly timeoutSeconds: number;
  readonly since: LabTime;
}

/** Returns the state of a held pod's volumes: ready, pending, failed, or timed out. Models `checkBindings`. */
export function volumesOf(pod: Pod, heldPod: HeldPod, storage: StorageView, now: LabTime): 'bound' | 'coming' | 'undone' | 'late' {
  const claims = claimNames(pod).map((name) => storage.claim(pod.metadata?.namespace ?? '', name));
  if (claims.every((claim) => claim !== undefined && isFullyBound(claim) && saysSo(claim))) return 'bound';
  const isComing = claims.every((claim) => {
    if (claim === undefined || claim.metadata?.deletionTimestamp !== undefined) return false;
    const isChosen = claim.metadata?.annotations?.[volumeAnnotations.selectedNode] === heldPod.node;
    return isChosen || Boolean(claim.spec?.volumeName) || storage.volumes().some((volume) => isBoundTo(volume, claim));
  });
  if (!isComing) return 'undone';
  return now < heldUntil(heldPod) ? 'coming' : 'late';
}

/** True while a bound claim's status is not Bound yet: a kubelet would refuse to mount it with `PVC is not bound`. */
export function awaitsStatus(pod: Pod, storage: StorageView): boolean {
  const claims = claimNames(pod).map((name) => storage.claim(pod.metadata?.namespace ?? '', name));
  return claims.some((claim) => claim !== undefined && isFullyBound(claim) && !saysSo(claim));
}

/** True once the status follows the binding. The binder writes it last; upstream's first check, a second after its own writes, finds it. */
function saysSo({ status }: PersistentVolumeClaim): boolean {
  return (status?.phase ?? 'Pending') !== 'Pending';
}

/** Returns the time limit of a held pod. */
export function heldUntil({ since, timeoutSeconds }: Pick<HeldPod, 'since' | 'timeoutSeconds'>): LabTime {
  return since + timeoutSeconds * 1_000;
}
