import type { Call, Command } from '../call.ts';
import { UsageError } from '../options.ts';
import { changedMode } from './mode.ts';

/** `install [-d] [-D] [-m MODE] SOURCE … TARGET`. */
export const install: Command = async (call) => {
  const { has, value, operands } = call.options({ letters: 'dDm:o:g:vCcpsT', long: { directory: 'd', mode: 'm' } });
  const mode = changedMode(value('m') ?? '755', 0, { isFolder: false, umask: 0 });
  if (mode === undefined) return call.complain(`invalid mode '${value('m')}'`);
  if (operands.length === 0) throw new UsageError('missing file operand');
  const { files } = call;
  if (has('d')) return eachPath(call, operands, 'cannot create directory', (path) => files.makeFolders(path, mode));
  const target = operands.at(-1) ?? '';
  if (operands.length === 1) throw new UsageError(`missing destination file operand after '${target}'`);
  if (has('D') && target.includes('/')) files.makeFolders(target.slice(0, target.lastIndexOf('/')) || '/', 0o755);
  const isFolder = files.exists(target) && files.stat(target).type === 'folder';
  return eachPath(call, operands.slice(0, -1), 'cannot stat', (path) => {
    const to = isFolder ? `${target.replace(/\/$/, '')}/${path.split('/').at(-1)}` : target;
    files.write(to, files.read(path));
    files.changeMode(to, mode);
  });
};

async function eachPath(call: Call, paths: readonly string[], words: string, act: (path: string) => void): Promise<number> {
  let status = 0;
  for (const path of paths) {
    try {
      act(path);
    } catch (error) {
      status = await call.refused(path, error, { gnu: words, busybox: "can't stat" });
    }
  }
  return status;
}
