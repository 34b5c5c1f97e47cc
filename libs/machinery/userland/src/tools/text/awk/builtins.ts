import { formatTime } from '../../date.ts';
import type { Expression, Place } from './ast.ts';
import { AwkError } from './awk-error.ts';
import { assign, evaluateAll, evaluateNumber, evaluateText, patternOf } from './evaluate.ts';
import type { Builtin, Interpreter } from './interpreter.ts';
import { splitByRegex, splitFields, substituted } from './split.ts';
import { fromOutside, numberOf, type Value } from './value.ts';
import { sprintf } from './value-text.ts';

const RECORD: Expression = { type: 'field', index: { type: 'number', value: 0 } };

/** Builtin over text arguments; default argument is the record. */
function ofText(compute: (...texts: string[]) => Value): Builtin {
  return async (on, args) => {
    const texts: string[] = [];
    for (const arg of args.length === 0 ? [RECORD] : args) texts.push(await evaluateText(on, arg));
    return compute(...texts);
  };
}

function ofNumbers(compute: (...numbers: number[]) => number): Builtin {
  return async (on, args) => {
    const numbers: number[] = [];
    for (const arg of args) numbers.push(await evaluateNumber(on, arg));
    return compute(...numbers);
  };
}

/** Random numbers of a seed: mulberry32, one step. */
function drawn(seed: number): number {
  let mixture = Math.imul(seed ^ (seed >>> 15), seed | 1);
  mixture ^= mixture + Math.imul(mixture ^ (mixture >>> 7), mixture | 61);
  return ((mixture ^ (mixture >>> 14)) >>> 0) / 2 ** 32;
}

/** The functions that awk brings. */
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  length,
  substr,
  split,
  match,
  sub: (on, args) => substitute(on, args, false),
  gsub: (on, args) => substitute(on, args, true),
  index: ofText((text, part = '') => text.indexOf(part) + 1),
  tolower: ofText((text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())),
  toupper: ofText((text) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())),
  int: ofNumbers((value = 0) => Math.trunc(value)),
  sqrt: ofNumbers((value = 0) => Math.sqrt(value)),
  exp: ofNumbers((value = 0) => Math.exp(value)),
  log: ofNumbers((value = 0) => Math.log(value)),
  sin: ofNumbers((value = 0) => Math.sin(value)),
  cos: ofNumbers((value = 0) => Math.cos(value)),
  atan2: ofNumbers((y = 0, x = 0) => Math.atan2(y, x)),
  rand: (on) => {
    on.seed = (on.seed + 0x6d2b79f5) | 0;
    return drawn(on.seed);
  },
  srand: async (on, [seed]) => {
    const before = on.seed;
    on.seed = seed === undefined ? Math.floor(on.call.now() / 1_000) : Math.trunc(await evaluateNumber(on, seed));
    return before;
  },
  systime: (on) => Math.floor(on.call.now() / 1_000),
  strftime: async (on, [format, at]) =>
    formatTime(
      at === undefined ? on.call.now() : (await evaluateNumber(on, at)) * 1_000,
      format === undefined ? '%c' : await evaluateText(on, format),
    ),
  sprintf: async (on, [format, ...args]) => {
    if (format === undefined) throw new AwkError('syntax error', 1, { near: ')' });
    const text = await evaluateText(on, format);
    return sprintf(text, await evaluateAll(on, args), on.style);
  },
  system: async (on, [command]) => on.streams.system(command === undefined ? '' : await evaluateText(on, command)),
  close: async (on, [name]) => on.streams.close(name === undefined ? '' : await evaluateText(on, name)),
  // Output is unbuffered.
  fflush: () => 0,
};

/** Length of a text, or element count of an array. */
async function length(on: Interpreter, [of = RECORD]: readonly Expression[]): Promise<Value> {
  const [inner] = of.type === 'list' ? of.items : [of];
  if (inner?.type === 'name' && on.variables.get(inner.name).isArray) return on.variables.get(inner.name).elements.size;
  return (await evaluateText(on, of)).length;
}

/** Substring; positions begin at 1, and positions before the text count. */
async function substr(on: Interpreter, [text = RECORD, from, count]: readonly Expression[]): Promise<Value> {
  const whole = await evaluateText(on, text);
  const start = Math.round(from === undefined ? 1 : await evaluateNumber(on, from));
  // BusyBox counts from the first existing character.
  const first = on.call.isBusybox ? Math.max(start, 1) : start;
  const end = count === undefined ? Number.POSITIVE_INFINITY : first + Math.round(await evaluateNumber(on, count));
  return whole.slice(Math.max(first, 1) - 1, Math.max(end - 1, 0));
}

async function split(on: Interpreter, [text = RECORD, array, separator]: readonly Expression[]): Promise<Value> {
  if (array?.type !== 'name') throw new AwkError('syntax error', 1, { near: 'split' });
  const whole = await evaluateText(on, text);
  const parts =
    separator?.type === 'regex'
      ? splitByRegex(whole, on.regexes.get(separator.source))
      : splitFields(whole, separator === undefined ? on.setting('FS') : await evaluateText(on, separator), on.regexes);
  const { elements } = on.variables.get(array.name);
  elements.clear();
  for (const [index, part] of parts.entries()) elements.set(String(index + 1), fromOutside(part));
  return parts.length;
}

async function match(on: Interpreter, [text = RECORD, pattern = RECORD]: readonly Expression[]): Promise<Value> {
  const subject = await evaluateText(on, text);
  const match = on.regexes.get(await patternOf(on, pattern)).find(subject);
  on.variables.global('RSTART').value = match === undefined ? 0 : match.start + 1;
  on.variables.global('RLENGTH').value = match === undefined ? -1 : match.end - match.start;
  return numberOf(on.variables.global('RSTART').value);
}

async function substitute(
  on: Interpreter,
  [pattern = RECORD, by = RECORD, place = RECORD]: readonly Expression[],
  all: boolean,
): Promise<Value> {
  const regex = on.regexes.get(await patternOf(on, pattern));
  const replacement = await evaluateText(on, by);
  const { text, count } = substituted(await evaluateText(on, place), regex, replacement, all);
  const isPlace = place.type === 'name' || place.type === 'element' || place.type === 'field';
  if (count > 0 && isPlace) await assign(on, place as Place, text);
  return count;
}
