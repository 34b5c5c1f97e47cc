import type { Call, Command } from '../call.ts';
import { UsageError } from '../options.ts';

/** Source and destination pairs; a folder as last operand gets all sources. */
function targets(call: Call, operands: readonly string[]): { from: string; to: string }[] {
  const [last, sources] = [operands.at(-1), operands.slice(0, -1)];
  if (last === undefined) throw new UsageError('missing file operand');
  if (sources.length === 0) throw new UsageError(`missing destination file operand after '${last}'`);
  const isFolder = call.files.exists(last) && call.files.stat(last).type === 'folder';
  if (sources.length > 1 && !isFolder) throw new UsageError(`target '${last}' is not a directory`);
  return sources.map((from) => ({
    from,
    to: isFolder ? `${last.replace(/\/$/, '')}/${from.replace(/\/+$/, '').split('/').at(-1)}` : last,
  }));
}

/** `cp [-r] [-a] [-p] SOURCE … TARGET`. */
export const cp: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'rRapfLvnd', long: { recursive: 'r', archive: 'a' } });
  let status = 0;
  for (const { from, to } of targets(call, operands)) {
    try {
      if (copyUnknown(call, from, to, has('r') || has('R') || has('a'))) continue;
      const stat = call.files.stat(from);
      if (stat.type === 'folder' && !has('r') && !has('R') && !has('a')) {
        await call.complain(call.isBusybox ? `omitting directory '${from}'` : `-r not specified; omitting directory '${from}'`);
        status = 1;
      } else copy(call, from, to, has('a') || has('p'));
    } catch (error) {
      status = await call.refused(from, error, { gnu: 'cannot stat', busybox: "can't stat" });
    }
  }
  return status;
};

/** Copies an unknown file of a stand-in image, as init containers copy programs into a shared volume. */
function copyUnknown({ files, process }: Call, from: string, to: string, isFolder: boolean): boolean {
  const content = files.exists(from) ? undefined : process.machine.unknownFile(from);
  if (content === undefined) return false;
  if (!isFolder) files.write(to, content, { mode: 0o755 });
  else if (!files.exists(to)) files.makeFolder(to);
  return true;
}

function copy(call: Call, from: string, to: string, keeps: boolean): void {
  const { files } = call;
  const stat = keeps ? files.linkStat(from) : files.stat(from);
  if (stat.type === 'link') files.symbolicLink(files.readLink(from), to);
  else if (stat.type === 'folder') {
    if (!files.exists(to)) files.makeFolder(to, stat.mode);
    for (const name of files.list(from)) copy(call, `${from}/${name}`, `${to}/${name}`, keeps);
  } else files.write(to, files.read(from), { mode: stat.mode });
  if (!keeps || stat.type === 'link') return;
  files.changeOwner(to, { uid: stat.uid, gid: stat.gid });
  files.changeMode(to, stat.mode);
  files.setModified(to, stat.modifiedAt);
}

/** `mv [-f] SOURCE … TARGET`; between file systems it copies. */
export const mv: Command = async (call) => {
  const { operands } = call.options({ letters: 'fvn' });
  let status = 0;
  for (const { from, to } of targets(call, operands)) {
    try {
      move(call, from, to);
    } catch (error) {
      status = await call.refused(from, error, { gnu: 'cannot stat', busybox: "can't rename" });
    }
  }
  return status;
};

function move(call: Call, from: string, to: string): void {
  try {
    call.files.rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    copy(call, from, to, true);
    call.files.removeAll(from);
  }
}

/** `ln [-s] [-f] TARGET [NAME]`. */
export const ln: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'sfnvT' });
  const [target, name = target?.split('/').at(-1) ?? ''] = operands;
  if (target === undefined) throw new UsageError('missing file operand');
  const { files } = call;
  const isFolder = files.exists(name) && files.stat(name).type === 'folder' && !(has('n') && files.linkStat(name).type === 'link');
  const path = isFolder && !has('T') ? `${name.replace(/\/$/, '')}/${target.split('/').at(-1)}` : name;
  try {
    if (has('f') && files.exists(path)) files.unlink(path);
    if (has('s')) files.symbolicLink(target, path);
    else files.link(target, path);
    return 0;
  } catch (error) {
    return call.refused(path, error, { gnu: `failed to create ${has('s') ? 'symbolic' : 'hard'} link`, busybox: '' });
  }
};
