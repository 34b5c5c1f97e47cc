import { FileError } from '@klockwork/files';
import type { Tool, ToolProcess } from './tool.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};

/** `echo`, as BusyBox has it: -n and -e. */
export const echo: Tool = (process, args) => {
  const first = args.findIndex((arg) => !/^-[neE]+$/.test(arg));
  const words = first < 0 ? [] : args.slice(first);
  const options = (first < 0 ? args : args.slice(0, first)).join('');
  const text = words.join(' ');
  process.write('stdout', (options.includes('e') ? withEscapes(text) : text) + (options.includes('n') ? '' : '\n'));
  return 0;
};

/** `printf` with %s %d %i %x %c %% and widths; the format is used again while arguments are left. */
export const printf: Tool = (process, [format = '', ...args]) => {
  let left = args;
  do {
    const count = left.length;
    process.write(
      'stdout',
      withEscapes(format).replace(/%(-?0?\d*)([sdixc%])/g, (_, width: string, kind: string) => {
        if (kind === '%') return '%';
        const [value = '', ...rest] = left;
        left = rest;
        return pad(convert(value, kind), width);
      }),
    );
    if (left.length === count) break;
  } while (left.length > 0);
  return 0;
};

/** `cat` of its input and of files. */
export const cat: Tool = (process, args) => {
  const paths = args.filter((arg) => arg === '-' || !arg.startsWith('-'));
  let status = 0;
  for (const path of paths.length === 0 ? ['-'] : paths) {
    const text = path === '-' ? process.input : contentOf(process, path);
    if (text !== undefined) process.write('stdout', text);
    else {
      process.write('stderr', `cat: can't open '${path}': No such file or directory\n`);
      status = 1;
    }
  }
  return status;
};

/** `grep` with -q -v -i over its input or one file. */
export const grep: Tool = (process, args) => {
  const options = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const [pattern = '', path] = args.filter((arg) => !/^-[a-zA-Z]+$/.test(arg));
  const text = path === undefined ? process.input : (contentOf(process, path) ?? '');
  const needle = options.includes('i') ? pattern.toLowerCase() : pattern;
  const found = lines(text).filter(
    (line) => (options.includes('i') ? line.toLowerCase() : line).includes(needle) !== options.includes('v'),
  );
  if (!options.includes('q')) for (const line of found) process.write('stdout', `${line}\n`);
  return found.length > 0 ? 0 : 1;
};

/** `head` and `tail` by lines. */
export const head: Tool = (process, args) => {
  for (const line of lines(process.input).slice(0, lineCount(args))) process.write('stdout', `${line}\n`);
  return 0;
};

/** `wc -l`, `-w`, `-c` of its input. */
export const wc: Tool = (process, args) => {
  const { input } = process;
  const counts = { l: lines(input).length, w: input.split(/\s+/).filter(Boolean).length, c: input.length };
  const asked = (['l', 'w', 'c'] as const).filter((key) => args.includes(`-${key}`));
  process.write('stdout', `${(asked.length === 0 ? (['l', 'w', 'c'] as const) : asked).map((key) => counts[key]).join(' ')}\n`);
  return 0;
};

/** `seq LAST`, `seq FIRST LAST`. */
export const seq: Tool = (process, args) => {
  const [first, last] = args.length > 1 ? [Number(args[0]), Number(args.at(-1))] : [1, Number(args[0])];
  for (let value = first; value <= last; value++) process.write('stdout', `${value}\n`);
  return 0;
};

/** How many lines `head` and `tail` are asked for: `-n 5`, `-n5` or `-5`; 10 unless said. */
export function lineCount(args: readonly string[]): number {
  const option = args.find((arg) => /^-(n?\d+|n)$/.test(arg));
  if (option === undefined) return 10;
  return Number(option === '-n' ? args[args.indexOf('-n') + 1] : option.replace(/^-n?/, ''));
}

/** The lines of a text, without an empty one after the last line break. */
export function lines(text: string): string[] {
  const found = text.split('\n');
  if (found.at(-1) === '') found.pop();
  return found;
}

function withEscapes(text: string): string {
  return text.replace(/\\([ntr\\abfv0])/g, (_, key: string) => ESCAPES[key] ?? key);
}

function convert(value: string, kind: string): string {
  if (kind === 's') return value;
  if (kind === 'c') return value.slice(0, 1);
  return Math.trunc(Number(value) || 0).toString(kind === 'x' ? 16 : 10);
}

function pad(text: string, width: string): string {
  const size = Number(width.replace(/^-?0?/, '')) || 0;
  if (width.startsWith('-')) return text.padEnd(size);
  return text.padStart(size, width.startsWith('0') ? '0' : ' ');
}

/** What a file holds; undefined when it cannot be read. */
function contentOf({ process }: ToolProcess, path: string): string | undefined {
  try {
    return process.files.read(path);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
