import type { Call, Command } from '../call.ts';
import { UsageError } from '../options.ts';
import { changedMode } from './mode.ts';

/** Applies an action to each path and prints file errors. */
async function each(
  call: Call,
  paths: readonly string[],
  words: { gnu: string; busybox: string },
  act: (path: string) => void | Promise<void>,
): Promise<number> {
  let status = 0;
  if (paths.length === 0) throw new UsageError('missing operand');
  for (const path of paths) {
    try {
      await act(path);
    } catch (error) {
      status = await call.refused(path, error, words);
    }
  }
  return status;
}

/** `mkdir [-p] [-m MODE] FOLDER …`. */
export const mkdir: Command = (call) => {
  const { has, value, operands } = call.options({ letters: 'pm:v', long: { parents: 'p', mode: 'm' } });
  return each(call, operands, { gnu: 'cannot create directory', busybox: "can't create directory" }, (path) => {
    if (has('p')) call.files.makeFolders(path);
    else call.files.makeFolder(path);
    const mode = value('m') === undefined ? undefined : changedMode(value('m') ?? '', 0o777, { isFolder: true, umask: 0 });
    if (mode !== undefined) call.files.changeMode(path, mode);
  });
};

/** `rmdir FOLDER …`. */
export const rmdir: Command = (call) => {
  const { operands } = call.options({ letters: 'p' });
  return each(call, operands, { gnu: 'failed to remove', busybox: '' }, (path) => call.files.removeFolder(path));
};

/** `rm [-r] [-f] PATH …`. */
export const rm: Command = (call) => {
  const { has, operands } = call.options({ letters: 'rRfiv', long: { recursive: 'r', force: 'f' } });
  if (has('f') && operands.length === 0) return 0;
  return each(call, operands, { gnu: 'cannot remove', busybox: "can't remove" }, async (path) => {
    const { files } = call;
    if (has('f') && !isThere(call, path)) return;
    const isFolder = files.linkStat(path).type === 'folder';
    if (isFolder && !has('r') && !has('R')) await complainOfFolder(call, path);
    else if (isFolder) files.removeAll(path);
    else files.unlink(path);
  }).then((status) => (call.files && folderComplaints.delete(call) ? 1 : status));
};

const folderComplaints = new WeakSet<Call>();

async function complainOfFolder(call: Call, path: string): Promise<void> {
  folderComplaints.add(call);
  await call.complain(call.isBusybox ? `'${path}' is a directory` : `cannot remove '${path}': Is a directory`);
}

function isThere({ files }: Call, path: string): boolean {
  const folder = path.includes('/') ? path.replace(/\/+$/, '').slice(0, Math.max(path.lastIndexOf('/'), 0)) || '/' : '.';
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return files.exists(path) || (files.exists(folder) && files.stat(folder).type === 'folder' && files.list(folder).includes(name));
}

/** `touch [-c] [-h] [-d @SECONDS | TIME] FILE …`. */
export const touch: Command = (call) => {
  const { has, value, operands } = call.options({ letters: 'cd:amt:h', long: { date: 'd', 'no-create': 'c', 'no-dereference': 'h' } });
  const text = value('d');
  const at =
    text === undefined ? undefined : text.startsWith('@') ? Number(text.slice(1)) * 1_000 : Date.parse(`${text.replace(' ', 'T')}Z`);
  return each(call, operands, { gnu: 'cannot touch', busybox: '' }, (path) => {
    if (!(has('h') ? isThere(call, path) : call.files.exists(path))) {
      if (has('c')) return;
      call.files.append(path, '');
    }
    call.files.setModified(path, at, { follow: !has('h') });
  });
};

/** `chmod [-R] MODE PATH …`. */
export const chmod: Command = (call) => {
  const at = call.args.findIndex((arg) => !/^-[RvfcR]+$/.test(arg));
  const [mode = '', ...paths] = call.args.slice(at < 0 ? call.args.length : at);
  if (changedMode(mode, 0, { isFolder: false, umask: 0 }) === undefined) throw new UsageError(`invalid mode: '${mode}'`);
  const { files } = call;
  const all = call.args.slice(0, at).join('').includes('R') ? paths.flatMap((path) => below(call, path)) : paths;
  return each(call, all, { gnu: 'cannot access', busybox: '' }, (path) => {
    const stat = files.stat(path);
    files.changeMode(path, changedMode(mode, stat.mode, { isFolder: stat.type === 'folder', umask: files.umask }) ?? stat.mode);
  });
};

/** `chown [-R] USER[:GROUP] PATH …`; `chgrp` with a group alone. */
export const chown: Command = (call) => {
  const { has, operands } = call.options({ letters: 'Rvhf' });
  const [owner = '', ...paths] = operands;
  const [user = '', group = ''] = call.name === 'chgrp' ? ['', owner] : owner.split(':');
  const uid = idOf(call, '/etc/passwd', user);
  const gid = idOf(call, '/etc/group', group);
  if (uid === 'unknown' || gid === 'unknown')
    return call.complain(
      call.isBusybox
        ? `unknown ${uid === 'unknown' ? 'user' : 'group'} ${uid === 'unknown' ? user : group}`
        : `invalid ${uid === 'unknown' ? 'user' : 'group'}: '${owner}'`,
    );
  const all = has('R') ? paths.flatMap((path) => below(call, path)) : paths;
  return each(call, all, { gnu: 'changing ownership of', busybox: '' }, (path) =>
    call.files.changeOwner(path, { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) }, { follow: !has('h') }),
  );
};

function idOf(call: Call, file: string, name: string): number | undefined | 'unknown' {
  if (name === '') return undefined;
  if (/^\d+$/.test(name)) return Number(name);
  if (name === 'root') return 0;
  const rows = call.files.exists(file) ? call.files.read(file).split('\n') : [];
  const row = rows.map((line) => line.split(':')).find(([each]) => each === name);
  return row === undefined ? 'unknown' : Number(row[2]);
}

/** Path plus all its descendants. */
function below(call: Call, path: string): string[] {
  const { files } = call;
  if (!files.exists(path) || files.linkStat(path).type !== 'folder') return [path];
  return [path, ...files.list(path).flatMap((name) => below(call, `${path.replace(/\/$/, '')}/${name}`))];
}
