import { FileError } from '@klockwork/files';
import type { Call, Command } from '../../call.ts';
import { formatTime } from '../../date.ts';
import type { Options } from '../../options.ts';
import { wholeInput } from '../../whole-input.ts';
import { changesBetween } from './edit-script.ts';
import { linesOf, normalDiff, unifiedDiff } from './formats.ts';

/** `diff [-u] [-q] [-r] [-N] [-i] [-w] [-b] [-s] A B`: 0 for the same, 1 for different, 2 for trouble. BusyBox always speaks the unified format. */
export const diff: Command = async (call) => {
  const options = call.options({
    letters: 'uqrNiwbBastU:',
    long: { unified: 'u', brief: 'q', recursive: 'r', 'new-file': 'N', 'ignore-case': 'i', 'ignore-all-space': 'w', color: 'a' },
  });
  const [a, b] = options.operands;
  if (a === undefined || b === undefined) {
    await call.usage(call.isBusybox || a === undefined ? 'missing operand' : `missing operand after '${a}'`);
    return 2;
  }
  return compare(new Comparison(call, options), a, b);
};

/** Inputs and options of a comparison. */
class Comparison {
  readonly call: Call;
  readonly options: Options;
  constructor(call: Call, options: Options) {
    this.call = call;
    this.options = options;
  }

  isFolder(path: string): boolean {
    const { files } = this.call;
    return path !== '-' && files.exists(path) && files.stat(path).type === 'folder';
  }

  /** Content of a file; undefined after a printed read error. */
  async read(path: string): Promise<string | undefined> {
    if (this.options.has('N') && path !== '-' && !this.call.files.exists(path)) return '';
    try {
      const reader = this.call.open(path);
      const text = await wholeInput(this.call, reader);
      if (path !== '-') reader.close();
      return text;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await this.call.refused(path, error, { busybox: "can't stat" });
      return undefined;
    }
  }

  /** Comparison key of a line. */
  key(line: string): string {
    const { has } = this.options;
    const spacedLine = has('w') ? line.replace(/\s+/g, '') : has('b') ? line.replace(/\s+/g, ' ').trimEnd() : line;
    return has('i') ? spacedLine.toLowerCase() : spacedLine;
  }
}

async function compare(on: Comparison, a: string, b: string, title = ''): Promise<number> {
  const [aFolder, bFolder] = [on.isFolder(a), on.isFolder(b)];
  if (aFolder && bFolder) return compareFolders(on, a, b);
  if (aFolder !== bFolder) return compareFiles(on, aFolder ? within(a, b) : a, bFolder ? within(b, a) : b, title);
  return compareFiles(on, a, b, title);
}

function within(folder: string, path: string): string {
  return `${folder.replace(/\/$/, '')}/${path.split('/').at(-1)}`;
}

async function compareFiles(on: Comparison, a: string, b: string, title: string): Promise<number> {
  const [first, second] = [await on.read(a), await on.read(b)];
  if (first === undefined || second === undefined) return 2;
  const { call, options } = on;
  if (first === second) {
    if (options.has('s')) await call.print(`Files ${a} and ${b} are identical\n`);
    return 0;
  }
  const [from, to] = [linesOf(first), linesOf(second)];
  const keys = (lines: typeof from) =>
    lines.lines.map((line, index) => on.key(line) + (lines.isEnded || index < lines.lines.length - 1 ? '' : '\\'));
  const changes = changesBetween(keys(from), keys(to));
  if (changes.length === 0) return 0;
  if (options.has('q')) await call.print(`Files ${a} and ${b} differ\n`);
  else if (!call.isBusybox && !options.has('u') && !options.has('U')) await call.print(title + normalDiff(from, to, changes));
  else await call.print(`${title}--- ${a}${stamp(on, a)}\n+++ ${b}${stamp(on, b)}\n${unifiedDiff(from, to, changes)}`);
  return 1;
}

function stamp({ call }: Comparison, path: string): string {
  if (call.isBusybox) return '';
  const at = path !== '-' && call.files.exists(path) ? call.files.stat(path).modifiedAt : call.now();
  return formatTime(at, '\t%Y-%m-%d %H:%M:%S.%N +0000');
}

async function compareFolders(on: Comparison, a: string, b: string): Promise<number> {
  const { call, options } = on;
  const [first, second] = [call.files.list(a), call.files.list(b)];
  let status = 0;
  for (const name of [...new Set([...first, ...second])].sort()) {
    const [aPath, bPath] = [within(a, name), within(b, name)];
    const only = !first.includes(name) ? b : !second.includes(name) ? a : undefined;
    if (only !== undefined && !options.has('N')) {
      await call.print(`Only in ${only}: ${name}\n`);
      status = Math.max(status, 1);
    } else if (on.isFolder(aPath) && on.isFolder(bPath) && !options.has('r')) {
      await call.print(`Common subdirectories: ${aPath} and ${bPath}\n`);
    } else {
      const title = call.isBusybox
        ? ''
        : `diff ${call.args.filter((arg) => arg.startsWith('-')).join(' ')} ${aPath} ${bPath}\n`.replace('  ', ' ');
      status = Math.max(status, await compare(on, aPath, bPath, title));
    }
  }
  return status;
}
