import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ATTEMPTS_MAX = 100;

/** `mktemp [-d] [-u] [-q] [-p FOLDER] [-t] [TEMPLATE]`. */
export const mktemp: Command = async (call) => {
  const { has, value, operands } = call.options({ letters: 'duqp:t', long: { directory: 'd', 'dry-run': 'u', tmpdir: 'p', quiet: 'q' } });
  const [template] = operands;
  const pattern = template ?? (call.isBusybox ? 'tmp.XXXXXX' : 'tmp.XXXXXXXXXX');
  const length = /X+$/.exec(pattern)?.[0].length ?? 0;
  if (length < (call.isBusybox ? 6 : 3))
    return call.complain(call.isBusybox ? '(null): Invalid argument' : `too few X's in template '${pattern}'`);
  const isInFolder = template === undefined || has('p') || has('t');
  const folder = value('p') ?? call.process.environment.get('TMPDIR') ?? '/tmp';
  const prefix = (isInFolder ? `${folder}/` : '') + pattern.slice(0, -length);
  try {
    return await call.print(`${make(call, prefix, length, has('u') ? 'nothing' : has('d') ? 'folder' : 'file')}\n`);
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
    if (has('q')) return 1;
    const template = `${prefix}${'X'.repeat(length)}`;
    const kind = has('d') ? 'directory' : 'file';
    return call.complain(
      call.isBusybox ? `(null): ${error.message}` : `failed to create ${kind} via template '${template}': ${error.message}`,
    );
  }
};

/** Creates a file or folder under a random free name. */
function make(call: Call, prefix: string, length: number, kind: 'file' | 'folder' | 'nothing'): string {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const letters = Array.from({ length }, () => LETTERS[call.process.machine.random.integer(LETTERS.length)]);
    const path = prefix + letters.join('');
    if (call.files.exists(path)) continue;
    if (kind === 'folder') call.files.makeFolder(path, 0o700);
    else if (kind === 'file') call.files.write(path, '', { mode: 0o600 });
    return path;
  }
  throw new FileError('EEXIST');
}
