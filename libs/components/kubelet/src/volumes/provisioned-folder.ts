import type { Files } from '@klockwork/files';
import type { PersistentVolume } from '@klockwork/resources';

const FOLDER = '/var/local-path-provisioner/';

/** The node that a volume of the local path provisioner was made on; undefined for any other volume. */
export function provisionedOn({ metadata, spec }: PersistentVolume): string | undefined {
  return spec?.hostPath?.path?.startsWith(FOLDER) ? metadata?.annotations?.['local.path.provisioner/selected-node'] : undefined;
}

/** Removes what a volume that is gone held. Models the helper pod that the local path provisioner runs on the node. */
export function removeProvisioned(files: Files, { spec }: PersistentVolume): void {
  const path = spec?.hostPath?.path;
  if (path?.startsWith(FOLDER) && files.exists(path)) files.removeAll(path);
}
