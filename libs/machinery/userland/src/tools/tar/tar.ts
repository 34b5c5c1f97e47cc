import { FileError } from '@klockwork/files';
import { readerOf } from '../../process/plain-streams.ts';
import type { Reader } from '../../process/stream.ts';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { GzipError, gunzipped, gzipped, isGzip } from '../gzip/gzip-format.ts';
import { UsageError } from '../options.ts';
import { wholeInput } from '../whole-input.ts';
import { type Receiver, readArchive } from './archive-input.ts';
import { ArchiveOutput } from './archive-output.ts';
import { changeFolder, create } from './create.ts';
import type { TarEntry } from './entry.ts';
import { Extraction } from './extract.ts';
import { listLine } from './list-line.ts';
import { excluder, isWithin, memberName } from './names.ts';
import { type TarArguments, TarModeError, tarArguments } from './tar-arguments.ts';
import { Complaints, TarStop } from './words.ts';

/** `tar c|x|t [-z] [-f FILE] [-C FOLDER] [-v] [-m] [-p] [-o] [-O] [-h] [-k] [-P] [-T FILE] [--exclude=PATTERN] [--strip-components=N] [PATH …]`. */
export const tar: Command = async (call) => {
  const complaints = new Complaints(call);
  try {
    const args = tarArguments(call.args);
    const run = args.mode === 'create' ? writeArchive : takeArchive;
    return (await run(call, args, complaints)) ?? (await complaints.status());
  } catch (error) {
    if (error instanceof TarStop) return complaints.failure;
    if (!(error instanceof UsageError)) throw error;
    return complainOfUsage(call, error);
  }
};

async function busyboxUsage(call: Call): Promise<1> {
  await writeMessage(call.stderr, 'Usage: tar c|x|t [-zhmvokO] [-f TARFILE] [-C DIR] [FILE]...\n');
  return 1;
}

async function complainOfUsage(call: Call, error: UsageError): Promise<number> {
  if (call.isBusybox) return error instanceof TarModeError ? busyboxUsage(call) : call.complain(error.message);
  const isMode = error instanceof TarModeError;
  const message = isMode
    ? error.isMissing
      ? "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options"
      : "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option"
    : error.message;
  await call.complain(message);
  await writeMessage(call.stderr, "Try 'tar --help' or 'tar --usage' for more information.\n");
  return isMode ? 2 : 64;
}

async function writeArchive(call: Call, args: TarArguments, complaints: Complaints): Promise<number | undefined> {
  const listedNames = args.lists.flatMap((path) =>
    call.files
      .read(path)
      .split('\n')
      .filter((line) => line !== ''),
  );
  const members = [...args.members, ...listedNames.map((path) => ({ path, folders: args.folders }))];
  if (members.length === 0) return complainOfNothing(call);
  const isStandard = args.archive === '-';
  if (isStandard && call.stdout.isTerminal && !call.isBusybox)
    await complaints.stop('Refusing to write archive contents to terminal (missing -f option?)');
  const writer = isStandard ? call.stdout : await opened(complaints, args.archive, () => call.process.openWriter(args.archive));
  const names = isStandard ? call.stderr : call.stdout;
  const say = async (text: string) => (args.has('v') ? names.write(text) : undefined);
  const archive = isStandard ? undefined : call.files.realPath(args.archive);
  const packedOptions: string[] = [];
  const output = new ArchiveOutput(call, (bytes) => (args.has('z') ? void packedOptions.push(bytes) : writer.write(bytes)));
  try {
    await create({ call, args, complaints, say, archive, output }, members);
    if (args.has('z')) await writer.write(gzipped(packedOptions.join('')));
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
    await complaints.stop(complaints.words.cannotFill(args.archive, error.message));
  }
  if (!isStandard) writer.close();
  return undefined;
}

async function complainOfNothing(call: Call): Promise<number> {
  if (call.isBusybox) return call.complain('empty archive');
  await call.complain('Cowardly refusing to create an empty archive');
  await writeMessage(call.stderr, "Try 'tar --help' or 'tar --usage' for more information.\n");
  return 2;
}

async function takeArchive(call: Call, args: TarArguments, complaints: Complaints): Promise<undefined> {
  if (args.archive === '-' && call.stdin.isTerminal && !call.isBusybox)
    await complaints.stop('Refusing to read archive contents from terminal (missing -f option?)');
  const reader = await opened(complaints, args.archive, () => call.open(args.archive));
  for (const folder of args.folders) await changeFolder(call, complaints, folder);
  const extraction = args.mode === 'extract' && !args.has('O') ? new Extraction(call, args, complaints) : undefined;
  const selection = new Selection(call, args, complaints, extraction);
  await readArchive(call, await unpacked(call, args, complaints, reader), complaints, selection);
  extraction?.finish();
  for (const path of selection.missing) {
    const message = complaints.words.notFound(path);
    if (call.isBusybox) await complaints.stop(message);
    await complaints.fail(message);
  }
  return undefined;
}

/** Decompressed archive. GNU detects compression of files. */
async function unpacked(call: Call, args: TarArguments, complaints: Complaints, reader: Reader): Promise<Reader> {
  const looks = !call.isBusybox && args.archive !== '-';
  if (!args.has('z') && !looks) return reader;
  const bytes = await wholeInput(call, reader);
  if (!args.has('z') && !isGzip(bytes)) return readerOf(bytes);
  try {
    return readerOf(gunzipped(bytes));
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    if (call.isBusybox) await call.complain('invalid magic');
    else await writeMessage(call.stderr, `\ngzip: stdin: ${error.message}\ntar: Child returned status 1\n`);
    return complaints.stop(call.isBusybox ? complaints.words.truncated : undefined);
  }
}

async function opened<T>(complaints: Complaints, path: string, open: () => T): Promise<T> {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return complaints.stop(complaints.words.cannotOpenArchive(path, error.message));
  }
}

/** Filters requested members, then lists, prints or extracts them. */
class Selection implements Receiver {
  readonly #call: Call;
  readonly #args: TarArguments;
  readonly #complaints: Complaints;
  readonly #extraction: Extraction | undefined;
  readonly #excludes: (name: string) => boolean;
  readonly #found = new Set<string>();

  constructor(call: Call, args: TarArguments, complaints: Complaints, extraction: Extraction | undefined) {
    this.#complaints = complaints;
    this.#call = call;
    this.#args = args;
    this.#extraction = extraction;
    this.#excludes = excluder(args.exclude);
  }

  get writes(): boolean {
    return this.#extraction !== undefined;
  }

  /** Operands without a matching member. */
  get missing(): readonly string[] {
    return this.#args.members.map(({ path }) => path).filter((path) => !this.#found.has(path));
  }

  async entry(entry: TarEntry) {
    if (!this.#isWanted(entry.path)) return undefined;
    await this.#name(entry);
    if (this.#args.mode === 'list') return undefined;
    const { stdout } = this.#call;
    return this.#extraction?.entry(entry) ?? { write: (bytes: string) => stdout.write(bytes), close: () => {} };
  }

  #isWanted(path: string): boolean {
    if (this.#excludes(path)) return false;
    const names = this.#args.members.filter((member) => isWithin(path, member.path));
    for (const name of names) this.#found.add(name.path);
    return this.#args.members.length === 0 || names.length > 0;
  }

  async #name(entry: TarEntry): Promise<void> {
    const { mode, has } = this.#args;
    if (mode === 'list' && !this.#call.isBusybox && !has('P')) await this.#remarkOf(entry.path);
    if (mode === 'list') await this.#call.print(has('v') ? listLine(entry, this.#call.flavour, has('4')) : `${entry.path}\n`);
    else if (has('v')) await (has('O') ? this.#call.stderr : this.#call.stdout).write(`${entry.path}\n`);
  }

  async #remarkOf(path: string): Promise<void> {
    const { removed } = memberName(path);
    if (removed !== '') await this.#complaints.remark(this.#complaints.words.removing(removed));
  }
}
