import type { FileStat, Files } from '@klockwork/files';
import { VolumeError, type VolumePlugin } from './volume-plugin.ts';

/** What a path is asked to be, in the words of the refusal. Sockets and block devices are in no simulated node. */
const WANTED: Readonly<Record<string, { text: string; is(stat: FileStat): boolean }>> = {
  Directory: { text: 'a directory', is: ({ kind }) => kind === 'folder' },
  DirectoryOrCreate: { text: 'a directory', is: ({ kind }) => kind === 'folder' },
  File: { text: 'a file', is: ({ kind }) => kind === 'file' },
  FileOrCreate: { text: 'a file', is: ({ kind }) => kind === 'file' },
  Socket: { text: 'a socket file', is: () => false },
  CharDevice: { text: 'a character device', is: ({ kind }) => kind === 'device' },
  BlockDevice: { text: 'a block device', is: () => false },
};

/** A file or folder of the node; it outlives the pods that use it. Models `pkg/volume/hostpath`. */
export const hostPath: VolumePlugin = {
  source: 'hostPath',
  folderName: 'kubernetes.io~host-path',
  setUp({ hostPath: source }, { files }) {
    const { path = '', type = '' } = source ?? {};
    return { path: prepareHostPath(files, path, type), readOnly: false };
  },
};

/** Makes what the type lets be made, and checks what is there; without a type the runtime makes a folder. Throws VolumeError. */
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

/** Creates an empty file. The folder that it is in is not created. */
function makeFile(files: Files, path: string): void {
  if (!files.exists(folderOf(path))) throw new VolumeError(`open ${path}: no such file or directory`);
  files.write(path, '');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
