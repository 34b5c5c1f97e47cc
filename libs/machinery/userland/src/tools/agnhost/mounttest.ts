import { FileError, type FileStat } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { modeText } from '../files/mode.ts';
import { mountAbove } from '../files/mount-above.ts';
import { flagOf } from '../flags.ts';

const CONTENT = 'mount-tester new file\n';
const LOOP_MS = 2_000;
const LOOP_SECONDS = '180';
/** Types of file systems in statfs(2); Go's program names tmpfs only. */
const STATFS_TYPES: Readonly<Record<string, string>> = {
  tmpfs: 'tmpfs',
  overlay: '2035054128',
  ext4: '61267',
  proc: '40864',
  sysfs: '1650812274',
};
/** Modes of new files, by flag, in the order of upstream. */
const NEW_FILES = [
  ['new_file_0644', 0o644],
  ['new_file_0666', 0o666],
  ['new_file_0660', 0o660],
  ['new_file_0777', 0o777],
] as const;
/** Go's letters for special bits, in its order. */
const SPECIAL = [
  [0o4000, 'u'],
  [0o2000, 'g'],
  [0o1000, 't'],
] as const;

/** `agnhost mounttest`: writes files, and prints types, modes, owners and contents. Models test/images/agnhost/mounttest. */
export const agnhostMounttest: Command = async (call) => {
  call.files.umask = 0;
  const steps: readonly (readonly [flag: string, act: (path: string) => Promise<boolean>])[] = [
    ['fs_type', (path) => fileSystemType(call, path)],
    ...NEW_FILES.map(([flag, mode]) => [flag, (path: string) => newFile(call, path, mode)] as const),
    ['file_mode', (path) => attributes(call, path, (stat) => `mode of file "${path}": ${goMode(stat)}\n`)],
    [
      'file_perm',
      (path) => attributes(call, path, ({ mode }) => `perms of file "${path}": ${goMode({ type: 'file', mode: mode & 0o777 })}\n`),
    ],
    ['file_owner', (path) => attributes(call, path, ({ uid, gid }) => `owner UID of "${path}": ${uid}\nowner GID of "${path}": ${gid}\n`)],
    ['file_content', (path) => content(call, path)],
    ['file_content_in_loop', (path) => contentInLoop(call, path)],
  ];
  let status = 0;
  for (const [flag, act] of steps) {
    const path = flagOf(call.args, flag) ?? '';
    if (path !== '' && !(await act(path))) status = 1;
  }
  return status;
};

function fileSystemType(call: Call, path: string): Promise<boolean> {
  return attempt(call, { failure: `error from statfs("${path}")` }, () => {
    const { type } = mountAbove(call.process.machine.files.mounts, call.files.realPath(path));
    return `mount type of "${path}": ${STATFS_TYPES[type] ?? '0'}\n`;
  });
}

async function newFile(call: Call, path: string, mode: number): Promise<boolean> {
  const isWritten = await attempt(call, { failure: `error writing new file "${path}"`, operation: `open ${path}: ` }, () => {
    call.files.write(path, CONTENT, { mode });
    return '';
  });
  return isWritten && content(call, path);
}

function attributes(call: Call, path: string, text: (stat: FileStat) => string): Promise<boolean> {
  return attempt(call, { failure: `error from Stat("${path}")`, operation: `stat ${path}: ` }, () => text(call.files.stat(path)));
}

function content(call: Call, path: string): Promise<boolean> {
  return attempt(call, { failure: `error reading file content for "${path}"`, operation: `open ${path}: ` }, () => contentText(call, path));
}

/** Reads every two seconds until the content is as expected, or the time is over. The last read decides. */
async function contentInLoop(call: Call, path: string): Promise<boolean> {
  const until = call.now() + Number(flagOf(call.args, 'retry_time') ?? LOOP_SECONDS) * 1_000;
  const mayEnd = flagOf(call.args, 'break_on_expected_content') !== 'false';
  let isRead = true;
  while (call.now() < until) {
    const words = { failure: `Error reading file ${path}`, operation: `open ${path}: `, end: ', retrying' };
    isRead = await attempt(call, words, () => contentText(call, path));
    if (isRead && mayEnd) {
      if (call.files.read(path) === CONTENT) return true;
      await call.print(`Unexpected content. Expected: ${CONTENT}. Retrying`);
    }
    await call.process.sleep(LOOP_MS);
  }
  return isRead;
}

function contentText({ files }: Call, path: string): string {
  return `content of file "${path}": ${files.read(path)}\n`;
}

/** Go's words around the reason of a failure. */
interface FailureWords {
  readonly failure: string;
  readonly operation?: string;
  readonly end?: string;
}

/** Prints a text, or Go's words for a file error. Returns whether it succeeded. */
async function attempt(call: Call, { failure, operation = '', end = '' }: FailureWords, text: () => string): Promise<boolean> {
  let output: string;
  try {
    output = text();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await call.print(`${failure}: ${operation}${error.message.toLowerCase()}${end}\n`);
    return false;
  }
  await call.print(output);
  return true;
}

/** Returns a mode as Go's `os.FileMode` prints it: `-rw-r--r--`, `dtrwxrwxrwx`. */
function goMode({ type, mode }: Pick<FileStat, 'type' | 'mode'>): string {
  const special = SPECIAL.filter(([bit]) => (mode & bit) !== 0).map(([, letter]) => letter);
  const kind = { file: '', folder: 'd', link: 'L', device: 'D' }[type];
  const letters = `${kind}${special.join('')}${type === 'device' ? 'c' : ''}`;
  return `${letters === '' ? '-' : letters}${modeText({ type: 'file', mode: mode & 0o777 }).slice(1)}`;
}
