import type { Files } from '@klockwork/files';
import type { PersistentVolume } from '@klockwork/resources';

const FOLDER = '/var/local-path-provisioner/';

/** Returns the node of a volume of the local path provisioner; undefined for other volumes. */
export function provisionedOn({ metadata, spec }: PersistentVolume): string | undefined {
  return spec?.hostPath?.path?.startsWith(FOLDER) ? metadata?.annotations?.['local.path.provisioner/selected-node'] : undefined;
}

/** Deletes the data of a deleted volume. Models the provisioner's helper pod on the node. */
export function removeProvisioned(files: Files, { spec }: PersistentVolume): void {
  const path = spec?.hostPath?.path;
  if (path?.startsWith(FOLDER) && files.exists(path)) files.removeAll(path);
}
