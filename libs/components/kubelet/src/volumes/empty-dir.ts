import { asNumber } from '@klockwork/api-machinery';
import { podLimits } from '@klockwork/resources';
import { giveToGroup } from './ownership.ts';
import type { VolumePlugin, VolumeView } from './volume-plugin.ts';

const MODE = 0o777;

/**
 * Folder shared by a pod's containers and deleted with the pod; with medium `Memory`, a file system of limited size. Models
 * `pkg/volume/emptydir`.
 */
export const emptyDir: VolumePlugin = {
  source: 'emptyDir',
  folderName: 'kubernetes.io~empty-dir',
  setUp({ emptyDir: source }, view) {
    const { files, folder } = view;
    files.makeFolders(folder, 0o755);
    if (source?.medium === 'Memory') view.mountMemory(memorySize(source.sizeLimit, view));
    files.changeMode(folder, MODE);
    giveToGroup(files, folder, { pod: view.pod, readOnly: false });
    return { path: folder, readOnly: false };
  },
};

/** Returns the minimum of the limits of node, pod and folder, in bytes. Models `calculateEmptyDirMemorySize`. */
export function memorySize(sizeLimit: string | undefined, { pod, allocatable }: VolumeView): number {
  const bounds = [allocatable.memory, podLimits(pod).memory, sizeLimit].map((bound) => asNumber(bound ?? '0'));
  return Math.min(...bounds.filter((bound) => bound > 0));
}
