import type { FileStat, Files } from '@klockwork/files';
import { VolumeError, type VolumePlugin } from './volume-plugin.ts';

/** Path types with their error texts. Simulated nodes have no sockets and block devices. */
const WANTED: Readonly<Record<string, { text: string; is(stat: FileStat): boolean }>> = {
  Directory: { text: 'a directory', is: ({ type }) => type === 'folder' },
  DirectoryOrCreate: { text: 'a directory', is: ({ type }) => type === 'folder' },
  File: { text: 'a file', is: ({ type }) => type === 'file' },
  FileOrCreate: { text: 'a file', is: ({ type }) => type === 'file' },
  Socket: { text: 'a socket file', is: () => false },
  CharDevice: { text: 'a character device', is: ({ type }) => type === 'device' },
  BlockDevice: { text: 'a block device', is: () => false },
};

/** File or folder of the node, which survives its pods. Models `pkg/volume/hostpath`. */
export const hostPath: VolumePlugin = {
  source: 'hostPath',
  folderName: 'kubernetes.io~host-path',
  setUp({ hostPath: source }, { files }) {
    const { path = '', type = '' } = source ?? {};
    return { path: prepareHostPath(files, path, type), readOnly: false };
  },
};

/** Creates the path if its type permits, and checks it; without a type the runtime creates a folder. Throws VolumeError. */
function prepareHostPath(files: Files, path: string, type: string): string {
  if (!files.exists(path)) {
    if (type === '' || type === 'DirectoryOrCreate') files.makeFolders(path, 0o755);
    else if (type === 'FileOrCreate') makeFile(files, path);
  }
  const wanted = WANTED[type];
  const isThere = files.exists(path);
  if (wanted !== undefined && !(isThere && wanted.is(files.stat(path)))) {
    throw new VolumeError(`hostPath type check failed: ${path} is not ${wanted.text}`);
  }
  return path;
}

/** Creates an empty file, without its parent folder. */
function makeFile(files: Files, path: string): void {
  if (!files.exists(folderOf(path))) throw new VolumeError(`open ${path}: no such file or directory`);
  files.write(path, '');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
