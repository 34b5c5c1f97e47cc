import type { Command } from '../call.ts';
import { withEscapes } from '../escapes.ts';
import { format } from '../format.ts';

/** `echo`. Debian's `sh` knows -n and always takes escapes; BusyBox and bash want -e for that. */
export const echo: Command = (call) => {
  const isDash = call.dialect === 'dash';
  const first = call.args.findIndex((arg) => !(isDash ? /^-n$/ : /^-[neE]+$/).test(arg));
  const options = (first < 0 ? call.args : call.args.slice(0, isDash ? Math.min(first, 1) : first)).join('');
  const words = first < 0 && !isDash ? [] : call.args.slice(isDash ? (options === '' ? 0 : 1) : first);
  const text = words.join(' ');
  const takesEscapes = isDash || options.lastIndexOf('e') > options.lastIndexOf('E');
  const { text: shownText, stopped } = takesEscapes ? withEscapes(text, 'zero') : { text, stopped: false };
  return call.print(options.includes('n') || stopped ? shownText : `${shownText}\n`);
};

/** `printf FORMAT [ARGUMENT …]`. */
export const printf: Command = async (call) => {
  const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
  const [pattern, ...values] = args;
  if (pattern === undefined)
    return call.usage(call.dialect === 'dash' ? 'usage: printf format [arg ...]' : 'usage: printf [-v var] format [arguments]', 2);
  const { text, notNumbers, invalid } = format(pattern, values);
  await call.print(text);
  for (const each of notNumbers) await call.complain(notNumber(call.dialect, each));
  if (invalid !== undefined) await call.complain(invalidDirective(call.dialect, invalid));
  return notNumbers.length > 0 || invalid !== undefined ? 1 : 0;
};

function notNumber(dialect: string, text: string): string {
  if (dialect === 'bash') return `${text}: invalid number`;
  if (dialect === 'ash') return `invalid number '${text}'`;
  return `${text}: ${/^[-+]?\d/.test(text) ? 'not completely converted' : 'expected numeric value'}`;
}

function invalidDirective(dialect: string, directive: string): string {
  if (dialect === 'bash') return `\`${directive.at(-1)}': invalid format character`;
  return `${directive}: invalid ${dialect === 'ash' ? 'format' : 'directive'}`;
}

/** `yes [TEXT …]`: the same line until nobody reads it any more. */
export const yes: Command = async (call) => {
  const line = `${call.args.length === 0 ? 'y' : call.args.join(' ')}\n`;
  const block = line.repeat(Math.max(1, Math.floor(1_024 / line.length)));
  for (;;) {
    const status = await call.print(block);
    if (status !== 0) return status;
    await call.spend();
  }
};

/** `seq [FIRST [STEP]] LAST`, -s SEPARATOR, -w. */
export const seq: Command = async (call) => {
  // Negative numbers are operands.
  const at = call.args.findIndex((arg) => !/^-[sw]/.test(arg) && !call.args[call.args.indexOf(arg) - 1]?.match(/^-s$/));
  const { has, value } = call.options({ letters: 's:w' }, call.args.slice(0, at < 0 ? undefined : at));
  const numbers = at < 0 ? [] : call.args.slice(at);
  const bad = numbers.find((text) => !/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text));
  if (bad !== undefined)
    return call.usage(call.flavour === 'gnu' ? `invalid floating point argument: '${bad}'` : `invalid number '${bad}'`);
  if (numbers.length === 0 || numbers.length > 3)
    return call.usage(numbers.length === 0 ? 'missing operand' : `extra operand '${numbers[3]}'`);
  const last = Number(numbers.at(-1));
  const first = numbers.length > 1 ? Number(numbers[0]) : 1;
  const step = numbers.length > 2 ? Number(numbers[1]) : 1;
  if (step === 0) return call.usage(`invalid Zero increment value: '${numbers[1]}'`);
  const places = Math.max(...numbers.slice(0, 2).map((text) => text.split('.')[1]?.length ?? 0));
  const width = has('w') ? Math.max(first.toFixed(places).length, last.toFixed(places).length) : 0;
  return writeSequence(call, {
    first,
    step,
    count: Math.floor((last - first) / step + 1e-9) + 1,
    places,
    width,
    separator: value('s') ?? '\n',
  });
};

async function writeSequence(
  call: Parameters<Command>[0],
  {
    first,
    step,
    count,
    places,
    width,
    separator,
  }: { first: number; step: number; count: number; places: number; width: number; separator: string },
): Promise<number> {
  for (let start = 0; start < count; start += 500) {
    const size = Math.min(500, count - start);
    const block = Array.from({ length: size }, (_, index) => (first + step * (start + index)).toFixed(places).padStart(width, '0')).join(
      separator,
    );
    const status = await call.print(block + (start + size < count ? separator : '\n'));
    if (status !== 0) return status;
    await call.spend();
  }
  return 0;
}
