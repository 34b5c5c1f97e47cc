import type { VolumePlugin } from './volume-plugin.ts';

const MODE = 0o777;

/**
 * A folder that the containers of a pod share and that goes with it. One of medium `Memory` is one too: in a simulated node both are
 * memory. Models `pkg/volume/emptydir`.
 */
export const emptyDir: VolumePlugin = {
  source: 'emptyDir',
  folderName: 'kubernetes.io~empty-dir',
  setUp(_, { files, folder }) {
    files.makeFolders(folder, 0o755);
    files.changeMode(folder, MODE);
    return { path: folder, readOnly: false };
  },
};
