import { FileError, type Files } from '@klockwork/files';
import type { LabTime } from '@klockwork/kernel';
import type { Payload } from './payload.ts';
import { VolumeError } from './volume-plugin.ts';

const DATA = '..data';
const NEW_DATA = '..data_tmp';

/**
 * Replaces the files of `folder` by `payload` atomically: they lie in a timestamped folder, `..data` links to it, and visible entries link
 * through `..data`. Returns true if the content changed; otherwise writes nothing. Models `pkg/volume/util/atomic_writer.go`.
 */
export function writeAtomically(files: Files, folder: string, payload: Payload, now: LabTime): boolean {
  const before = currentFolder(files, folder);
  if (before !== undefined && holds(files, `${folder}/${before}`, payload)) return false;
  const name = newFolderName(files, folder, now);
  fillOrRemove(files, `${folder}/${name}`, payload);
  files.symbolicLink(name, `${folder}/${NEW_DATA}`);
  files.rename(`${folder}/${NEW_DATA}`, `${folder}/${DATA}`);
  showEntries(files, folder, payload);
  if (before !== undefined) files.removeAll(`${folder}/${before}`);
  return true;
}

function currentFolder(files: Files, folder: string): string | undefined {
  try {
    return files.readLink(`${folder}/${DATA}`);
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function holds(files: Files, folder: string, payload: Payload): boolean {
  const paths = filesBelow(files, folder);
  if (paths.length !== payload.size) return false;
  return paths.every((path) => files.read(`${folder}/${path}`) === payload.get(path)?.bytes);
}

function filesBelow(files: Files, folder: string): string[] {
  return files.list(folder).flatMap((name) => {
    if (files.linkStat(`${folder}/${name}`).type !== 'folder') return [name];
    return filesBelow(files, `${folder}/${name}`).map((path) => `${name}/${path}`);
  });
}

/** Upstream adds random digits to the second; here these are the sub-second digits, incremented for another folder of the same instant. */
function newFolderName(files: Files, folder: string, now: LabTime): string {
  const [date = '', time = ''] = new Date(now).toISOString().slice(0, -1).split('T');
  const name = `..${date.replaceAll('-', '_')}_${time.replaceAll(':', '_')}`;
  for (let count = 0; ; count++) {
    const candidate = `${name}${String(count).padStart(6, '0')}`;
    if (!files.exists(`${folder}/${candidate}`)) return candidate;
  }
}

/** Leaves no part of a folder for which there is no room. */
function fillOrRemove(files: Files, folder: string, payload: Payload): void {
  try {
    fill(files, folder, payload);
  } catch (error) {
    files.removeAll(folder);
    if (!(error instanceof FileError)) throw error;
    throw new VolumeError(`write ${folder}: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`);
  }
}

function fill(files: Files, folder: string, payload: Payload): void {
  files.makeFolder(folder, 0o755);
  for (const [path, { bytes, mode, uid }] of payload) {
    const at = `${folder}/${path}`;
    files.makeFolders(at.slice(0, at.lastIndexOf('/')), 0o755);
    files.write(at, bytes);
    files.changeMode(at, mode);
    if (uid !== undefined) files.changeOwner(at, { uid });
  }
}

/** Creates a link for each first path segment, and removes outdated links. */
function showEntries(files: Files, folder: string, payload: Payload): void {
  const names = new Set([...payload.keys()].map((path) => path.split('/')[0] ?? ''));
  const present = files.list(folder).filter((name) => !name.startsWith('..'));
  for (const name of names) if (!present.includes(name)) files.symbolicLink(`${DATA}/${name}`, `${folder}/${name}`);
  for (const name of present) if (!names.has(name)) files.unlink(`${folder}/${name}`);
}
