import type { Pod, Volume } from '@klockwork/kubernetes-types';

/** Returns the pod's volumes that pods of one node cannot share freely: disks of GCE and AWS, iSCSI and RBD. */
export function exclusiveDisks({ spec }: Pod): readonly Volume[] {
  return (spec?.volumes ?? []).filter(
    ({ gcePersistentDisk, awsElasticBlockStore, iscsi, rbd }) => gcePersistentDisk ?? awsElasticBlockStore ?? iscsi ?? rbd,
  );
}

/** Returns whether two volumes are one disk that both cannot mount on a node. Models `isVolumeConflict`. */
export function conflicts(a: Volume, b: Volume): boolean {
  return isSameGceDisk(a, b) || isSameAwsDisk(a, b) || isSameIscsiTarget(a, b) || isSameRbdImage(a, b);
}

/** A writer excludes all others. */
function isWritten(a: { readonly readOnly?: boolean }, b: { readonly readOnly?: boolean }): boolean {
  return !(a.readOnly && b.readOnly);
}

function isSameGceDisk({ gcePersistentDisk: a }: Volume, { gcePersistentDisk: b }: Volume): boolean {
  return Boolean(a && b && a.pdName === b.pdName && isWritten(a, b));
}

function isSameAwsDisk({ awsElasticBlockStore: a }: Volume, { awsElasticBlockStore: b }: Volume): boolean {
  return Boolean(a && b && a.volumeID === b.volumeID);
}

function isSameIscsiTarget({ iscsi: a }: Volume, { iscsi: b }: Volume): boolean {
  return Boolean(a && b && a.iqn === b.iqn && isWritten(a, b));
}

function isSameRbdImage({ rbd: a }: Volume, { rbd: b }: Volume): boolean {
  if (!a || !b || a.pool !== b.pool || a.image !== b.image) return false;
  return a.monitors.some((monitor) => b.monitors.includes(monitor)) && isWritten(a, b);
}
