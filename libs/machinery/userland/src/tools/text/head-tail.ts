import { FileError } from '@klockwork/files';
import type { Reader } from '../../process/stream.ts';
import type { Call, Command } from '../call.ts';
import { type Options, UsageError } from '../options.ts';
import { wholeInput } from '../whole-input.ts';

/** Value of `-n` or `-c`. */
interface Amount {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** `+` of tail: from there on; `-` of head: all but the last. */
  readonly sign: '' | '+' | '-';
}

/** `head [-n COUNT] [-c COUNT] [FILE …]`. */
export const head: Command = async (call) => {
  const options = call.options({ letters: 'n:c:qv', long: { lines: 'n', bytes: 'c' } }, withBareCount(call.args));
  const amount = amountOf(options);
  return eachWithHeader(call, options, (reader) => (amount.sign === '-' ? allButLast(call, reader, amount) : first(call, reader, amount)));
};

/** `tail [-n COUNT] [-c COUNT] [-f] [-F] [FILE …]`: `-f` follows appended data. */
export const tail: Command = async (call) => {
  const options = call.options({ letters: 'n:c:fFqvs:', long: { lines: 'n', bytes: 'c', follow: 'f' } }, withBareCount(call.args));
  const amount = amountOf(options);
  if (options.has('f') || options.has('F')) return follow(call, options, amount);
  return eachWithHeader(call, options, async (reader) => {
    await call.print(lastOf(await wholeInput(call, reader), amount));
  });
};

// `head -5` is `head -n 5`.
function withBareCount(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, index) => (/^-\d+$/.test(arg) && !/^-[nc]$/.test(args[index - 1] ?? '') ? ['-n', arg.slice(1)] : [arg]));
}

function amountOf({ value }: Options): Amount {
  const unit = value('c') === undefined ? 'lines' : 'bytes';
  const text = value('c') ?? value('n') ?? '10';
  const match = /^([-+]?)(\d+)([kKmMb]?)$/.exec(text);
  if (match === null) throw new UsageError(`invalid number of ${unit}: '${text}'`);
  const factor = { k: 1_024, m: 1_048_576, b: 512 }[(match[3] ?? '').toLowerCase()] ?? 1;
  return { unit, count: Number(match[2]) * factor, sign: match[1] as Amount['sign'] };
}

function eachWithHeader(call: Call, { operands, has }: Options, show: (reader: Reader) => Promise<void>): Promise<number> {
  let isFirst = true;
  return call
    .eachInput(
      operands,
      async (reader, path) => {
        if ((operands.length > 1 || has('v')) && !has('q')) await call.print(header(path, isFirst));
        isFirst = false;
        await show(reader);
      },
      { gnu: 'cannot open' },
    )
    .then((status) => status);
}

function header(path: string, isFirst: boolean): string {
  return `${isFirst ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`;
}

async function first(call: Call, reader: Reader, { unit, count }: Amount): Promise<void> {
  let left = count;
  while (left > 0) {
    const bytes = await reader.read();
    if (bytes === '') return;
    const end = unit === 'bytes' ? Math.min(left, bytes.length) : endOfLine(bytes, left);
    await call.print(bytes.slice(0, end));
    await call.spend();
    left -= unit === 'bytes' ? end : bytes.slice(0, end).split('\n').length - 1;
  }
}

/** End offset of line `count`; text length when shorter. */
function endOfLine(bytes: string, count: number): number {
  let at = 0;
  for (let line = 0; line < count; line++) {
    const end = bytes.indexOf('\n', at);
    if (end < 0) return bytes.length;
    at = end + 1;
  }
  return at;
}

async function allButLast(call: Call, reader: Reader, { unit, count }: Amount): Promise<void> {
  const text = await wholeInput(call, reader);
  if (unit === 'bytes') await call.print(text.slice(0, Math.max(text.length - count, 0)));
  else {
    const lines = text.split(/(?<=\n)/);
    await call.print(lines.slice(0, Math.max(lines.length - count, 0)).join(''));
  }
}

function lastOf(text: string, { unit, count, sign }: Amount): string {
  if (unit === 'bytes') return sign === '+' ? text.slice(Math.max(count - 1, 0)) : count === 0 ? '' : text.slice(-count);
  const lines = text.split(/(?<=\n)/);
  if (sign === '+') return lines.slice(Math.max(count - 1, 0)).join('');
  return count === 0 ? '' : lines.slice(-count).join('');
}

/** Prints the end of each file and then appended data; a truncated file, or a recreated one with -F, restarts at its beginning. */
async function follow(call: Call, options: Options, amount: Amount): Promise<number> {
  const { operands, has } = options;
  if (operands.length === 0 || operands[0] === '-') {
    await call.print(lastOf(await wholeInput(call, call.stdin), amount));
    return 0;
  }
  const files = operands.map((path) => new FollowedFile(call, path, has('F')));
  let shownFile: FollowedFile | undefined;
  let first = true;
  for (;;) {
    const change = nextChange(files);
    let readable = 0;
    for (const file of files) {
      const text = await file.news(first ? (all) => lastOf(all, amount) : undefined);
      readable += file.isThere ? 1 : 0;
      if (text === '') continue;
      if (operands.length > 1 && shownFile !== file && !has('q')) await call.print(header(file.path, shownFile === undefined));
      shownFile = file;
      await call.print(text);
    }
    if (readable === 0 && !has('F')) return 1;
    first = false;
    await Promise.race([change, call.process.untilKilled()]);
  }
}

function nextChange(files: readonly FollowedFile[]): Promise<void> {
  return new Promise((resolve) => {
    const cancels: (() => void)[] = [];
    const onNextChange = () => {
      for (const cancel of cancels) cancel();
      resolve();
    };
    for (const file of files) cancels.push(file.onChange(onNextChange));
  });
}

class FollowedFile {
  readonly path: string;
  readonly #call: Call;
  readonly #byName: boolean;
  #offset = 0;
  #ino: number | undefined;
  isThere = false;

  constructor(call: Call, path: string, byName: boolean) {
    this.#call = call;
    this.path = path;
    this.#byName = byName;
  }

  /** Data appended since the last poll; `begin` selects the initial part. */
  async news(begin?: (all: string) => string): Promise<string> {
    try {
      const { ino } = this.#call.files.stat(this.path);
      const text = this.#call.files.read(this.path);
      if (this.#ino !== undefined && ino !== this.#ino) this.#offset = 0;
      if (text.length < this.#offset) this.#offset = 0;
      const addedText = text.slice(this.#offset);
      this.#ino = ino;
      this.#offset = text.length;
      this.isThere = true;
      return begin === undefined ? addedText : begin(addedText);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const wasThere = this.isThere || begin !== undefined;
      this.isThere = this.isThere && !this.#byName;
      if (wasThere && (begin !== undefined || this.#byName))
        await this.#call.refused(this.path, error, { gnu: 'cannot open', busybox: "can't open" });
      return '';
    }
  }

  onChange(listener: () => void): () => void {
    const { files } = this.#call;
    const folder = this.path.includes('/') ? this.path.slice(0, this.path.lastIndexOf('/')) || '/' : '.';
    const watchedPaths = [this.path, ...(this.#byName ? [folder] : [])].filter((path) => files.exists(path));
    const cancels = watchedPaths.map((path) => files.watch(path, listener));
    return () => {
      for (const cancel of cancels) cancel();
    };
  }
}
