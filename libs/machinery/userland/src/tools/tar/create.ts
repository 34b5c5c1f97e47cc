import { FileError, type FileStat } from '@klockwork/files';
import type { Call } from '../call.ts';
import { nameOf } from '../system/environment.ts';
import type { ArchiveOutput } from './archive-output.ts';
import type { TarEntry, TarKind } from './entry.ts';
import { excluder, memberName } from './names.ts';
import type { TarArguments } from './tar-arguments.ts';
import type { Complaints } from './words.ts';

/** Inputs of archive creation. */
export interface Creation {
  readonly call: Call;
  readonly args: TarArguments;
  readonly complaints: Complaints;
  readonly output: ArchiveOutput;
  /** Prints member names (`-v`). */
  say(text: string): Promise<unknown>;
  /** Absolute path of the archive file, excluded from its own content. */
  readonly archive: string | undefined;
}

const KINDS: Readonly<Record<FileStat['type'], TarKind>> = { file: 'file', folder: 'folder', link: 'link', device: 'device' };

/** Archives all operands, folders recursively, sorted by name. */
export async function create(creation: Creation, members: readonly { path: string; folders: readonly string[] }[]): Promise<void> {
  const { call, complaints, output } = creation;
  const walker = new Walker(creation);
  let changedCount = 0;
  for (const { path, folders } of members) {
    for (const folder of folders.slice(changedCount)) await changeFolder(call, complaints, folder);
    changedCount = folders.length;
    await walker.add(path);
  }
  await output.end();
}

/** Changes the working folder. Ends tar on failure. */
export async function changeFolder(call: Call, complaints: Complaints, folder: string): Promise<void> {
  try {
    call.files.changeDirectory(folder);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await complaints.stop(complaints.words.cannotFindFolder(folder, error.message));
  }
}

class Walker {
  readonly #creation: Creation;
  readonly #excludes: (name: string) => boolean;
  /** First path of each multiply linked file. Inode numbers repeat between file trees. */
  readonly #linked = new Map<string, string>();

  constructor(creation: Creation) {
    this.#creation = creation;
    this.#excludes = excluder(creation.args.exclude);
  }

  async add(path: string): Promise<void> {
    if (this.#excludes(path)) return;
    const { call, args, complaints } = this.#creation;
    try {
      const stat = args.has('h') ? call.files.stat(path) : call.files.linkStat(path);
      if (stat.type === 'file' && call.files.realPath(path) === this.#creation.archive)
        return await complaints.remark(complaints.words.isArchive(path));
      await this.#put(path, stat);
      if (stat.type === 'folder' && !args.has('3')) await this.#below(path);
    } catch (error) {
      if (!(error instanceof FileError) || error.code === 'EPIPE' || error.code === 'ENOSPC') throw error;
      await complaints.fail(complaints.words.cannotStat(path, error.message));
    }
  }

  async #below(folder: string): Promise<void> {
    const { call } = this.#creation;
    const names = await this.#readable(folder, () => call.files.list(folder));
    for (const name of names ?? []) await this.add(`${folder.replace(/\/+$/, '')}/${name}`);
  }

  /** Result of `read`; file errors are printed. */
  async #readable<T>(path: string, read: () => T): Promise<T | undefined> {
    const { complaints } = this.#creation;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await complaints.fail(complaints.words.cannotRead(path, error.message));
      return undefined;
    }
  }

  async #put(path: string, stat: FileStat): Promise<void> {
    const { call, output, say } = this.#creation;
    const name = await this.#nameOf(path, stat);
    const entry = this.#entry(path, name, stat);
    if (entry.size > 0 && !call.files.mayAccess(path, 'r')) {
      await this.#readable(path, () => call.files.read(path));
      return;
    }
    await say(`${entry.path}\n`);
    await output.add(entry);
    if (entry.kind === 'file') await output.content(path, entry.size);
  }

  async #nameOf(path: string, { type }: FileStat): Promise<string> {
    const { args, complaints } = this.#creation;
    const whole = type === 'folder' ? `${path.replace(/\/+$/, '')}/` : path;
    if (args.has('P')) return whole;
    const { name, removed } = memberName(whole);
    if (removed !== '') await complaints.remark(complaints.words.removing(removed));
    return type === 'folder' && name === '.' ? './' : name;
  }

  #entry(path: string, name: string, stat: FileStat): TarEntry {
    const { call } = this.#creation;
    const first = this.#firstName(name, stat);
    return {
      path: name,
      kind: first === undefined ? KINDS[stat.type] : 'hard-link',
      mode: stat.mode,
      uid: stat.uid,
      gid: stat.gid,
      user: nameOf(call, '/etc/passwd', stat.uid) ?? '',
      group: nameOf(call, '/etc/group', stat.gid) ?? '',
      size: stat.type === 'file' && first === undefined ? stat.size : 0,
      modifiedAt: Math.floor(stat.modifiedAt / 1_000),
      target: first ?? (stat.type === 'link' ? call.files.readLink(path) : ''),
    };
  }

  #firstName(name: string, { type, links, ino, changedAt, size }: FileStat): string | undefined {
    if (type !== 'file' || links < 2) return undefined;
    const key = `${ino} ${changedAt} ${size}`;
    const first = this.#linked.get(key);
    if (first === undefined) this.#linked.set(key, name);
    return first;
  }
}
