import { FileError, type FileStat } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import type { Options } from '../options.ts';
import { humanSize } from './ls.ts';

const FILE_BLOCK = 4_096;

/** `du [-s] [-a] [-c] [-h] [-k] [-m] [-b] [-d DEPTH] [PATH …]`. */
export const du: Command = async (call) => {
  const options = call.options({
    letters: 'sachkmbd:xl',
    long: { summarize: 's', all: 'a', total: 'c', 'human-readable': 'h', bytes: 'b', 'max-depth': 'd' },
  });
  const measure = new Measure(call, options);
  let total = 0;
  for (const path of options.operands.length === 0 ? ['.'] : options.operands) total += await measure.of(path, 0);
  if (options.has('c')) await measure.print(total, 'total');
  return measure.status;
};

class Measure {
  status = 0;
  readonly #call: Call;
  readonly #options: Options;
  readonly #depthMax: number;
  readonly #seen = new Set<string>();

  constructor(call: Call, options: Options) {
    this.#call = call;
    this.#options = options;
    this.#depthMax = options.has('s') ? 0 : Number(options.value('d') ?? Number.POSITIVE_INFINITY);
  }

  /** Bytes at and below a path. Prints each folder after its content. */
  async of(path: string, depth: number): Promise<number> {
    await this.#call.spend();
    const stat = await this.#statOf(path, depth);
    if (stat === undefined || this.#isSeen(stat)) return 0;
    let sum = this.#own(stat);
    if (stat.type === 'folder')
      for (const name of await this.#names(path))
        sum += await this.of(`${path.replace(/(?<=.)\/$/, '')}${path === '/' ? '' : '/'}${name}`, depth + 1);
    if (depth <= this.#depthMax && (stat.type === 'folder' || depth === 0 || this.#options.has('a'))) await this.print(sum, path);
    return sum;
  }

  async print(bytes: number, name: string): Promise<void> {
    const { has } = this.#options;
    const text = has('h') ? humanSize(bytes) : String(Math.ceil(bytes / (has('b') ? 1 : has('m') ? 1_048_576 : 1_024)));
    await this.#call.print(`${text}\t${name}\n`);
  }

  #own({ type, size }: FileStat): number {
    if (this.#options.has('b')) return size;
    return type === 'link' || type === 'device' ? 0 : Math.ceil(size / FILE_BLOCK) * FILE_BLOCK;
  }

  /** A file with several names counts once. */
  #isSeen({ type, links, ino, changedAt }: FileStat): boolean {
    if (type !== 'file' || links < 2) return false;
    const key = `${ino} ${changedAt}`;
    const isSeen = this.#seen.has(key);
    this.#seen.add(key);
    return isSeen;
  }

  async #statOf(path: string, depth: number): Promise<FileStat | undefined> {
    try {
      return this.#call.files.linkStat(path);
    } catch (error) {
      // A file removed during the walk is skipped.
      if (error instanceof FileError && depth > 0) return undefined;
      this.status = await this.#call.refused(path, error, { gnu: 'cannot access' });
      return undefined;
    }
  }

  async #names(path: string): Promise<readonly string[]> {
    try {
      return this.#call.files.list(path);
    } catch (error) {
      this.status = await this.#call.refused(path, error, { gnu: 'cannot read directory', busybox: "can't open" });
      return [];
    }
  }
}

/** `mount [-t TYPE]`: prints /proc/mounts. Containers cannot mount. */
export const mount: Command = async (call) => {
  const options = call.options({ letters: 'alnrwt:o:', long: { types: 't', options: 'o' } });
  const target = options.operands.at(-1);
  if (target !== undefined) {
    await call.complain(call.isBusybox ? `permission denied (are you root?)` : `${target}: permission denied.`);
    return call.isBusybox ? 1 : 32;
  }
  const rows = call.files
    .read('/proc/mounts')
    .split('\n')
    .filter((line) => line !== '');
  const wantedParts = options.value('t')?.split(',');
  const lines = rows.flatMap((row) => {
    const [device, path, type = '', flags] = row.split(' ');
    return wantedParts === undefined || wantedParts.includes(type) ? [`${device} on ${path} type ${type} (${flags})\n`] : [];
  });
  return call.print(lines.join(''));
};
