import { FileError, type Files } from '@klockwork/files';
import type { Call } from '../call.ts';
import type { Receiver, Sink } from './archive-input.ts';
import type { TarEntry } from './entry.ts';
import { memberName, withoutFolders } from './names.ts';
import type { TarArguments } from './tar-arguments.ts';
import type { Complaints } from './words.ts';

/** Extracts an archive into the working folder. */
export class Extraction implements Receiver {
  readonly writes = true;
  readonly #call: Call;
  readonly #args: TarArguments;
  readonly #complaints: Complaints;
  /** Modes and times of folders are applied after their content. */
  readonly #folders: { readonly path: string; readonly entry: TarEntry }[] = [];

  constructor(call: Call, args: TarArguments, complaints: Complaints) {
    this.#call = call;
    this.#args = args;
    this.#complaints = complaints;
  }

  async entry(entry: TarEntry): Promise<Sink | undefined> {
    const path = await this.#pathOf(entry);
    if (path === undefined || entry.kind === 'other') return undefined;
    try {
      this.#makeParents(path);
      return await this.#make(path, entry);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await this.#failed(path, entry, error);
      return undefined;
    }
  }

  /** Applies modes and times of folders. */
  finish(): void {
    for (const { path, entry } of this.#folders.reverse()) this.#settle(path, entry);
  }

  get #files(): Files {
    return this.#call.files;
  }

  async #pathOf({ path }: Pick<TarEntry, 'path'>): Promise<string | undefined> {
    const { name, removed } = this.#args.has('P') ? { name: path, removed: '' } : memberName(path);
    if (removed !== '') await this.#complaints.remark(this.#complaints.words.removing(removed));
    return withoutFolders(name, this.#args.stripComponents)?.replace(/(?<=.)\/+$/, '');
  }

  #makeParents(path: string): void {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (folder !== '' && !this.#files.exists(folder)) this.#files.makeFolders(folder, 0o777);
  }

  async #make(path: string, entry: TarEntry): Promise<Sink | undefined> {
    if (entry.kind === 'folder') return this.#makeFolder(path, entry);
    this.#makeRoom(path);
    if (entry.kind === 'file') return this.#fileSink(path, entry);
    if (entry.kind === 'hard-link') this.#files.link((await this.#pathOf({ path: entry.target })) ?? entry.target, path);
    else if (entry.kind === 'link') {
      this.#files.symbolicLink(entry.target, path);
      this.#giveOwner(path, entry);
      if (!this.#call.isBusybox && !this.#args.has('m')) this.#files.setModified(path, entry.modifiedAt * 1_000, { follow: false });
    }
    return undefined;
  }

  #makeFolder(path: string, entry: TarEntry): undefined {
    const files = this.#files;
    const isOther = isThere(files, path) && files.linkStat(path).type !== 'folder';
    if (isOther && this.#call.isBusybox) throw new FileError('EEXIST');
    if (isOther) files.unlink(path);
    if (!isThere(files, path)) files.makeFolder(path, 0o777);
    this.#folders.push({ path, entry });
    return undefined;
  }

  /** Removes an existing file; folders stay. */
  #makeRoom(path: string): void {
    if (!isThere(this.#files, path)) return;
    if (this.#args.has('k') || this.#files.linkStat(path).type === 'folder') throw new FileError('EEXIST');
    this.#files.unlink(path);
  }

  #fileSink(path: string, entry: TarEntry): Sink {
    const writer = this.#call.process.openWriter(path, { exclusive: true });
    let isFull = false;
    return {
      write: async (bytes) => {
        if (isFull) return;
        const refusal = await refusalOf(() => writer.write(bytes));
        isFull = refusal !== undefined;
        if (refusal !== undefined) await this.#give(this.#complaints.words.cannotFill(path, refusal.message));
      },
      close: () => {
        writer.close();
        this.#settle(path, entry);
      },
    };
  }

  /** Sets owner, then mode (a chown clears bits), then time. */
  #settle(path: string, entry: TarEntry): void {
    const files = this.#files;
    this.#giveOwner(path, entry);
    const isExact = this.#args.has('p') || (files.user.uid === 0 && !this.#args.has('2'));
    files.changeMode(path, isExact ? entry.mode : entry.mode & 0o777 & ~files.umask);
    if (!this.#args.has('m')) files.setModified(path, entry.modifiedAt * 1_000);
  }

  #giveOwner(path: string, entry: TarEntry): void {
    if (this.#files.user.uid !== 0 || this.#args.has('o')) return;
    const idByName = (file: string, name: string) => (this.#args.has('4') ? undefined : numberOf(this.#files, file, name));
    const uid = idByName('/etc/passwd', entry.user) ?? entry.uid;
    const gid = idByName('/etc/group', entry.group) ?? entry.gid;
    this.#files.changeOwner(path, { uid, gid }, { follow: false });
  }

  /** GNU continues with the next member, BusyBox ends. */
  async #failed(path: string, { kind, target }: TarEntry, error: FileError): Promise<void> {
    const { words } = this.#complaints;
    const text =
      kind === 'folder'
        ? words.cannotMakeFolder(path, error.message)
        : kind === 'hard-link'
          ? words.cannotLink(path, target, error.message)
          : error.code === 'EEXIST' && !this.#args.has('k')
            ? words.cannotReplace(path, this.#call.isBusybox ? 'Is a directory' : error.message)
            : words.cannotWrite(path, error.message);
    return this.#give(text);
  }

  #give(text: string): Promise<void> {
    return this.#call.isBusybox ? this.#complaints.stop(text) : this.#complaints.fail(text);
  }
}

async function refusalOf(act: () => Promise<void> | undefined): Promise<FileError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
}

function isThere(files: Files, path: string): boolean {
  try {
    files.linkStat(path);
    return true;
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Id of a user or group by name. */
function numberOf(files: Files, file: string, name: string): number | undefined {
  if (name === '' || !files.exists(file)) return undefined;
  const rows = files.read(file).split('\n');
  const row = rows.map((line) => line.split(':')).find(([each]) => each === name);
  return row === undefined ? undefined : Number(row[2]);
}
