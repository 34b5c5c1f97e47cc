import { writeMessage } from '../../process/write-message.ts';
import type { Command } from '../call.ts';
import { withEscapes } from '../escapes.ts';
import { UsageError } from '../options.ts';
import { wholeInput } from '../whole-input.ts';

/** `cut -f LIST [-d CHAR] [-s]`, `cut -c LIST`, `cut -b LIST`. */
export const cut: Command = async (call) => {
  const { value, has, operands } = call.options({ letters: 'f:d:c:b:sn', long: { fields: 'f', delimiter: 'd', 'output-delimiter': 'o' } });
  const list = value('f') ?? value('c') ?? value('b');
  if (list === undefined)
    throw new UsageError(
      call.isBusybox ? 'expected a list of bytes, characters, or fields' : 'you must specify a list of bytes, characters, or fields',
    );
  const picks = ranges(list);
  const separator = value('d') ?? '\t';
  const pick = (line: string): string | undefined => {
    if (value('f') === undefined) return [...line].filter((_, index) => picks(index + 1)).join('');
    if (!line.includes(separator)) return has('s') ? undefined : line;
    return line
      .split(separator)
      .filter((_, index) => picks(index + 1))
      .join(separator);
  };
  return call.eachInput(operands, async (reader) => {
    for await (const lines of call.lines(reader))
      await call.print(
        lines
          .map(pick)
          .map((line) => (line === undefined ? '' : `${line}\n`))
          .join(''),
      );
  });
};

function ranges(list: string): (index: number) => boolean {
  const parts = list.split(',').map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (match === null || part === '' || part === '-') throw new UsageError(`invalid field value '${part}'`);
    const low = Number(match[1] || 1);
    return { low, high: match[2] === '' ? low : Number(match[3] || Number.POSITIVE_INFINITY) };
  });
  return (index) => parts.some(({ low, high }) => index >= low && index <= high);
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  digit: /\d/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9a-fA-F]/,
};
/** Dash that forms no range. No byte has this code. */
const PLAIN_DASH = '\u0100';
const BYTES = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/** `tr [-c] [-d] [-s] SET1 [SET2]`. */
export const tr: Command = async (call) => {
  const { has, operands } = call.options({ letters: 'cCdst' });
  const [first, second] = operands;
  if (first === undefined) throw new UsageError('missing operand');
  if (second === undefined && !has('d') && !has('s')) throw new UsageError(`missing operand after '${first}'`);
  const listedCharacters = charactersOf(first);
  const from = has('c') || has('C') ? BYTES.filter((char) => !listedCharacters.includes(char)) : listedCharacters;
  const to = second === undefined ? [] : charactersOf(second);
  const map = new Map(
    has('d')
      ? from.map((char) => [char, ''] as const)
      : second === undefined
        ? []
        : from.map((char, index) => [char, to[index] ?? to.at(-1) ?? char] as const),
  );
  const squeezedCharacters = new Set(has('s') ? (second === undefined ? from : to) : []);
  let last = '';
  for await (const bytes of call.chunks(call.stdin)) {
    let text = '';
    for (const char of bytes) {
      const mappedCharacter = map.get(char) ?? char;
      if (mappedCharacter !== '' && mappedCharacter === last && squeezedCharacters.has(mappedCharacter)) continue;
      text += mappedCharacter;
      if (mappedCharacter !== '') last = mappedCharacter;
    }
    await call.print(text);
  }
  return 0;
};

function charactersOf(set: string): string[] {
  const expandedSet = set.replace(/\[:(\w+):\]/g, (className, name: string) => {
    const chars = CLASSES[name];
    return chars === undefined
      ? className
      : BYTES.filter((char) => chars.test(char))
          .join('')
          .replaceAll('\\', '\\\\')
          .replace('-', '\\055');
  });
  const text = withEscapes(expandedSet.replace(/\\055/g, PLAIN_DASH), 'bare').text;
  const result: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const [low = '', dash, high] = [text[at], text[at + 1], text[at + 2]];
    if (dash === '-' && high !== undefined) {
      for (let code = low.charCodeAt(0); code <= high.charCodeAt(0); code++) result.push(String.fromCharCode(code));
      at += 2;
    } else result.push(low === PLAIN_DASH ? '-' : low);
  }
  return result;
}

/** `xargs [-n COUNT] [-I WORD] [-0] [-r] [-t] [COMMAND …]`: runs a command with words of its input. */
export const xargs: Command = async (call) => {
  const { has, value, operands } = call.options({ letters: 'n:I:0rtd:P:L:', stopsAtOperand: true });
  const [name = 'echo', ...args] = operands;
  const text = await wholeInput(call, call.stdin);
  const replacement = value('I');
  const words = wordsOf(
    text,
    has('0') ? '\0' : value('d') !== undefined ? withEscapes(value('d') ?? '', 'bare').text : replacement === undefined ? undefined : '\n',
  );
  if (words.length === 0 && (has('r') || replacement !== undefined || call.isBusybox)) return 0;
  const size = replacement !== undefined ? 1 : Number(value('n') ?? value('L') ?? 5_000);
  let status = 0;
  for (let at = 0; at < Math.max(words.length, 1); at += size) {
    const some = words.slice(at, at + size);
    const argv =
      replacement === undefined ? [name, ...args, ...some] : [name, ...args.map((arg) => arg.replaceAll(replacement, some[0] ?? ''))];
    if (has('t')) await writeMessage(call.stderr, `${argv.join(' ')}\n`);
    const code = await runChild(call, argv);
    if (code === 127 || code === 126) return code;
    if (code !== 0) status = 123;
  }
  return status;
};

function wordsOf(text: string, separator: string | undefined): string[] {
  if (separator !== undefined)
    return text
      .split(separator)
      .map((word) => (separator === '\n' ? word.trimStart() : word))
      .filter((word) => word !== '');
  return [...text.matchAll(/(?:"[^"\n]*"|'[^'\n]*'|\\[\s\S]|[^\s"'\\])+/g)].map(([word]) =>
    word.replace(/"([^"\n]*)"|'([^'\n]*)'|\\([\s\S])/g, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? ''),
  );
}

/** Runs a child command and waits for it. Status 127 for an unknown command; `missing` is the message before the reason. */
export async function runChild(
  call: Parameters<Command>[0],
  argv: readonly string[],
  environment?: ReadonlyMap<string, string>,
  missing = call.isBusybox ? `can't execute '${argv[0] ?? ''}'` : (argv[0] ?? ''),
): Promise<number> {
  const { process, stdout, stderr, stdin } = call;
  try {
    const child = process.spawn(argv, { stdin, stdout, stderr, ...(environment === undefined ? {} : { environment }) });
    return (await process.wait(child)).code;
  } catch (error) {
    const status = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 127 : 126;
    await call.refused(missing, error);
    return status;
  }
}
