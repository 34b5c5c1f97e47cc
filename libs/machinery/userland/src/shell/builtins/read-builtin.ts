import type { Reader } from '../../process/stream.ts';
import { writeMessage } from '../../process/write-message.ts';
import { ArrayValue } from '../array-value.ts';
import { FieldBuilder } from '../fields.ts';
import type { Builtin, Shell } from '../shell.ts';
import { refuse } from './refuse.ts';

const LINE_MAX = 1_048_576;
/** Characters at the processor cost of one command. */
const CHARS_A_COMMAND = 32;

/** `read [-r] [-p prompt] [-n count] [-d delimiter] name …`: reads byte by byte, to consume one line only. */
export const read: Builtin = async (shell, args, io) => {
  const { raw, prompt, count, delimiter, array, names } = optionsOf(args);
  if (names.length === 0 && shell.dialect === 'dash') return refuse(shell, io, 'read', { message: 'arg count', status: 2 });
  const bad = names.find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (bad !== undefined)
    return refuse(shell, io, 'read', {
      message: shell.dialect === 'bash' ? `\`${bad}': not a valid identifier` : `${bad}: bad variable name`,
      status: shell.dialect === 'bash' ? 1 : 2,
    });
  if (prompt !== undefined && io.stdin.isTerminal) await writeMessage(io.stderr, prompt);
  const { chars, ended } = await readLine(io.stdin, { raw, count, delimiter, spend: () => shell.process.spend() });
  if (array === undefined) assign(shell, names, chars);
  else shell.variables.setArray(array, ArrayValue.of(fieldsOf(shell, chars)));
  return ended ? 1 : 0;
};

function optionsOf(args: readonly string[]) {
  const options = {
    raw: false,
    prompt: undefined as string | undefined,
    count: Number.POSITIVE_INFINITY,
    delimiter: '\n',
    array: undefined as string | undefined,
    names: [] as readonly string[],
  };
  let at = 0;
  for (; at < args.length && /^-./.test(args[at] ?? ''); at++) {
    const arg = args[at] ?? '';
    if (arg.includes('r')) options.raw = true;
    const value = /[pntda]$/.test(arg) ? args[++at] : undefined;
    if (arg.endsWith('p')) options.prompt = value;
    if (arg.endsWith('n')) options.count = Number(value);
    if (arg.endsWith('a')) options.array = value;
    if (arg.endsWith('d')) options.delimiter = value?.[0] ?? '\0';
  }
  return { ...options, names: args.slice(at) };
}

interface Char {
  readonly char: string;
  readonly escaped: boolean;
}

async function readLine(
  input: Reader,
  { raw, count, delimiter, spend }: { raw: boolean; count: number; delimiter: string; spend(): Promise<void> | undefined },
): Promise<{ chars: Char[]; ended: boolean }> {
  const chars: Char[] = [];
  for (let read = 1; chars.length < Math.min(count, LINE_MAX); read++) {
    if (read % CHARS_A_COMMAND === 0) await spend();
    const char = await input.read(1);
    if (char === '' || char === delimiter) return { chars, ended: char === '' };
    if (char === '\0') continue;
    if (char !== '\\' || raw) chars.push({ char, escaped: false });
    else {
      const next = await input.read(1);
      if (next !== '\n' && next !== '') chars.push({ char: next, escaped: true });
    }
  }
  return { chars, ended: false };
}

/** Splits by IFS: one field a name, the rest for the last name. */
function assign(shell: Shell, names: readonly string[], chars: readonly Char[]): void {
  if (names.length === 0) {
    shell.variables.set('REPLY', chars.map(({ char }) => char).join(''));
    return;
  }
  const ifs = shell.variables.get('IFS') ?? ' \t\n';
  const isBlank = (each: Char | undefined) => each !== undefined && !each.escaped && ' \t\n'.includes(each.char) && ifs.includes(each.char);
  const separates = (each: Char | undefined) => each !== undefined && !each.escaped && ifs.includes(each.char);
  let at = 0;
  const skipBlanks = () => {
    while (isBlank(chars[at])) at += 1;
  };
  skipBlanks();
  for (const [index, name] of names.entries()) {
    const start = at;
    if (index === names.length - 1) {
      shell.variables.set(name, lastField(chars.slice(start), isBlank, separates));
      return;
    }
    while (at < chars.length && !separates(chars[at])) at += 1;
    shell.variables.set(name, textOf(chars.slice(start, at)));
    skipBlanks();
    if (separates(chars[at]) && !isBlank(chars[at])) at += 1;
    skipBlanks();
  }
}

function lastField(
  chars: readonly Char[],
  isBlank: (each: Char | undefined) => boolean,
  separates: (each: Char | undefined) => boolean,
): string {
  let end = chars.length;
  while (end > 0 && isBlank(chars[end - 1])) end -= 1;
  // A single separator after the only field is not part of its value.
  const fields = chars.slice(0, end).filter((each) => separates(each) && !isBlank(each)).length;
  if (fields === 1 && separates(chars[end - 1]) && !isBlank(chars[end - 1])) end -= 1;
  return textOf(chars.slice(0, end));
}

function fieldsOf(shell: Shell, chars: readonly Char[]): readonly string[] {
  const builder = new FieldBuilder(shell.variables.get('IFS') ?? ' \t\n');
  for (const { char, escaped } of chars) {
    if (escaped) builder.add(char, true);
    else builder.split(char);
  }
  return builder.finish().map(({ text }) => text);
}

function textOf(chars: readonly Char[]): string {
  return chars.map(({ char }) => char).join('');
}
