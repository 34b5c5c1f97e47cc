import { canonicalQuantity } from '@klockwork/api-machinery';
import type { DownwardAPIVolumeFile, PersistentVolumeClaimTemplate, VolumeProjection } from '@klockwork/kubernetes-types';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import type { PersistentVolume } from '../persistent-volume/persistent-volume.ts';
import { defaultClaimSpec } from '../persistent-volume-claim/claim-spec.defaults.ts';
import { pullPolicyFor } from './container.defaults.ts';
import type { Volume } from './pod-spec.ts';

type Disks = Pick<Volume | NonNullable<PersistentVolume['spec']>, 'hostPath' | 'iscsi' | 'rbd' | 'azureDisk' | 'scaleIO'>;

/** 0644: default mode of files in secret, config map and projected volumes. */
const DEFAULT_MODE = 0o644;
const TOKEN_EXPIRATION_SECONDS = 3600;

/** Sets a volume's defaults; a volume without source is an emptyDir. Models `SetDefaults_Volume` and its sources. */
export function defaultVolume(volume: Volume): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume.emptyDir = {};
  if (volume.emptyDir?.sizeLimit !== undefined) volume.emptyDir.sizeLimit = canonicalQuantity(volume.emptyDir.sizeLimit);
  defaultDisks(volume);
  if (volume.ephemeral?.volumeClaimTemplate) defaultClaimTemplate(volume.ephemeral.volumeClaimTemplate);
  if (volume.image) volume.image.pullPolicy ||= pullPolicyFor(volume.image.reference ?? '');
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source) source.defaultMode ??= DEFAULT_MODE;
  }
  for (const file of volume.downwardAPI?.items ?? []) defaultDownwardFile(file);
  nullWhereUnset(volume.projected, 'sources');
  for (const source of volume.projected?.sources ?? []) defaultProjection(source);
}

/** Sets shared defaults of pod and persistent volume sources. */
export function defaultDisks({ hostPath, iscsi, rbd, azureDisk, scaleIO }: Disks): void {
  if (hostPath) hostPath.type ??= '';
  if (iscsi) {
    iscsi.iscsiInterface ||= 'default';
    iscsi.lun ??= 0;
  }
  if (rbd) {
    rbd.pool ||= 'rbd';
    rbd.user ||= 'admin';
    rbd.keyring ||= '/etc/ceph/keyring';
  }
  if (azureDisk) {
    azureDisk.cachingMode ??= 'ReadWrite';
    azureDisk.kind ??= 'Shared';
    azureDisk.fsType ??= 'ext4';
    azureDisk.readOnly ??= false;
  }
  if (scaleIO) {
    scaleIO.storageMode ||= 'ThinProvisioned';
    scaleIO.fsType ||= 'xfs';
    nullWhereUnset(scaleIO, 'secretRef');
  }
}

function defaultClaimTemplate(template: PersistentVolumeClaimTemplate): void {
  template.metadata ??= {};
  template.spec ??= {};
  defaultClaimSpec(template.spec);
}

function defaultProjection(source: VolumeProjection): void {
  if (source.serviceAccountToken) source.serviceAccountToken.expirationSeconds ??= TOKEN_EXPIRATION_SECONDS;
  for (const file of source.downwardAPI?.items ?? []) defaultDownwardFile(file);
}

function defaultDownwardFile(file: DownwardAPIVolumeFile): void {
  if (file.fieldRef) file.fieldRef.apiVersion ||= 'v1';
  if (file.resourceFieldRef) file.resourceFieldRef.divisor = canonicalQuantity(file.resourceFieldRef.divisor ?? '0');
}
