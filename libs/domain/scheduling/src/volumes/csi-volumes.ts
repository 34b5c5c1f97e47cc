import type { Pod } from '@klockwork/kubernetes-types';
import { classNameOf, type PersistentVolume, type PersistentVolumeClaim } from '@klockwork/resources';
import { claimNames } from './pod-claims.ts';
import type { StorageView } from './storage-view.ts';

/** Name of a volume, unique in the cluster, with its CSI driver. */
export type CsiVolume = readonly [volume: string, driver: string];

/** Returns the CSI volumes of a pod's claims with their drivers. Models `filterAttachableVolumes` of `plugins/nodevolumelimits`. */
export function csiVolumesOf(pod: Pod, storage: StorageView): ReadonlyMap<string, string> {
  const namespace = pod.metadata?.namespace ?? '';
  const claims = claimNames(pod).map((name) => storage.claim(namespace, name));
  return new Map(claims.flatMap((claim) => (claim && [volumeOfClaim(claim, storage)].filter((one) => one !== undefined)) ?? []));
}

/** Returns the CSI volume; undefined for volumes of other types. */
export function csiVolumeOf(volume: PersistentVolume | undefined): CsiVolume | undefined {
  const csi = volume?.spec?.csi;
  return csi && [`${csi.driver}/${csi.volumeHandle}`, csi.driver];
}

/** A claim without a volume counts for the provisioner of its class. */
function volumeOfClaim(claim: PersistentVolumeClaim, storage: StorageView): CsiVolume | undefined {
  const volume = claim.spec?.volumeName ? storage.volume(claim.spec.volumeName) : undefined;
  if (volume !== undefined) return csiVolumeOf(volume);
  const provisioner = storage.storageClass(classNameOf(claim))?.provisioner;
  const { namespace, name } = claim.metadata ?? {};
  return provisioner ? [`${provisioner}/${namespace}/${name}`, provisioner] : undefined;
}
