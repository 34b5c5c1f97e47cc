import { FileError } from '@klockwork/files';
import type { Command } from '../call.ts';
import { UsageError } from '../options.ts';

/** `basename PATH [SUFFIX]`. */
export const basename: Command = (call) => {
  const [path, suffix = ''] = call.options({ letters: '' }).operands;
  if (path === undefined) throw new UsageError('missing operand');
  const name = path.replace(/\/+$/, '').split('/').at(-1) || (path === '' ? '' : '/');
  return call.print(`${suffix !== '' && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n`);
};

/** `dirname PATH …`. */
export const dirname: Command = (call) => {
  const { operands } = call.options({ letters: '' });
  if (operands.length === 0) throw new UsageError('missing operand');
  return call.print(operands.map((path) => `${folderOf(path)}\n`).join(''));
};

function folderOf(path: string): string {
  const parts = path.replace(/\/+$/, '');
  if (parts === '') return path === '' ? '.' : '/';
  const at = parts.lastIndexOf('/');
  return at < 0 ? '.' : parts.slice(0, at).replace(/\/+$/, '') || '/';
}

/** `readlink [-f] PATH …`: link target; `-f` resolves all links. Silent for other files. */
export const readlink: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'fenm' });
  let status = 0;
  for (const path of operands) {
    try {
      await call.print(`${has('f') || has('e') ? call.files.realPath(path) : call.files.readLink(path)}\n`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      status = 1;
    }
  }
  return status;
};

/** `realpath PATH …`. */
export const realpath: Command = async (call) => {
  let status = 0;
  for (const path of call.options({ letters: 'eqs' }).operands) {
    try {
      await call.print(`${call.files.realPath(path)}\n`);
    } catch (error) {
      status = await call.refused(path, error);
    }
  }
  return status;
};
