import { integerOf, type KeyCommands, NOT_AN_INTEGER, ReplyError, SYNTAX_ERROR, typedValue } from './command.ts';
import type { Keyspace } from './keyspace.ts';
import { bulk, bulks, integer, NIL, OK, type Reply } from './resp.ts';

/** Units of SET's expiry options: ms per unit, and whether the value is a moment. */
const EXPIRIES: Readonly<Record<string, readonly [unitMs: number, isMoment: boolean]>> = {
  EX: [1_000, false],
  PX: [1, false],
  EXAT: [1_000, true],
  PXAT: [1, true],
};

/** Returns the lab time of an expiry. Throws ReplyError unless it lies ahead of zero. */
function expiryOf(keys: Keyspace, option: string, text: string | undefined, command: string): number {
  const [unitMs, isMoment] = EXPIRIES[option] ?? [1, false];
  const amount = integerOf(text);
  if (amount <= 0) throw new ReplyError(`ERR invalid expire time in '${command}' command`);
  return amount * unitMs + (isMoment ? 0 : keys.now());
}

interface SetOptions {
  readonly condition?: 'NX' | 'XX';
  readonly keepsExpiry?: boolean;
  readonly returnsOld?: boolean;
  readonly expiresAt?: number;
}

function setOptions(keys: Keyspace, words: readonly string[]): SetOptions {
  let options: SetOptions = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at]?.toUpperCase() ?? '';
    const hasExpiry = options.keepsExpiry === true || options.expiresAt !== undefined;
    if ((word === 'NX' || word === 'XX') && options.condition === undefined) options = { ...options, condition: word };
    else if (word === 'GET') options = { ...options, returnsOld: true };
    else if (word === 'KEEPTTL' && !hasExpiry) options = { ...options, keepsExpiry: true };
    else if (Object.hasOwn(EXPIRIES, word) && !hasExpiry && at + 1 < words.length) {
      options = { ...options, expiresAt: expiryOf(keys, word, words[++at], 'set') };
    } else throw new ReplyError(SYNTAX_ERROR);
  }
  return options;
}

function set(keys: Keyspace, [key = '', text = '', ...words]: readonly string[]): Reply {
  const { condition, keepsExpiry, returnsOld, expiresAt } = setOptions(keys, words);
  const old = returnsOld === true ? bulk(typedValue(keys, key, 'string')?.text) : undefined;
  const isPresent = keys.get(key) !== undefined;
  if (condition !== undefined && isPresent !== (condition === 'XX')) return old ?? NIL;
  keys.set(key, { type: 'string', text }, keepsExpiry === true ? keys.expiryOf(key) : expiresAt);
  return old ?? OK;
}

function setExpiring(option: 'EX' | 'PX', command: string): (keys: Keyspace, args: readonly string[]) => Reply {
  return (keys, [key = '', amount, text = '']) => {
    keys.set(key, { type: 'string', text }, expiryOf(keys, option, amount, command));
    return OK;
  };
}

function add(keys: Keyspace, key: string, amount: number): Reply {
  const sum = integerOf(typedValue(keys, key, 'string')?.text ?? '0') + amount;
  if (!Number.isSafeInteger(sum)) throw new ReplyError(NOT_AN_INTEGER);
  keys.set(key, { type: 'string', text: String(sum) }, keys.expiryOf(key));
  return integer(sum);
}

function append(keys: Keyspace, [key = '', more = '']: readonly string[]): Reply {
  const text = (typedValue(keys, key, 'string')?.text ?? '') + more;
  keys.set(key, { type: 'string', text }, keys.expiryOf(key));
  return integer(text.length);
}

function setAll(keys: Keyspace, args: readonly string[]): Reply {
  if (args.length % 2 === 1) throw new ReplyError("ERR wrong number of arguments for 'mset' command");
  for (let at = 0; at < args.length; at += 2) keys.set(args[at] ?? '', { type: 'string', text: args[at + 1] ?? '' });
  return OK;
}

/** Returns the text of a key, or null for other types, as MGET does. */
function textOf(keys: Keyspace, key: string): string | null {
  const value = keys.get(key);
  return value?.type === 'string' ? value.text : null;
}

function range(keys: Keyspace, [key = '', first, last]: readonly string[]): Reply {
  const text = typedValue(keys, key, 'string')?.text ?? '';
  const at = (index: number) => (index < 0 ? Math.max(0, text.length + index) : index);
  return bulk(text.slice(at(integerOf(first)), at(integerOf(last)) + 1));
}

/** Commands on texts and counters. */
export const STRING_COMMANDS: KeyCommands = {
  append: { arity: 3, run: append },
  decr: { arity: 2, run: (keys, [key = '']) => add(keys, key, -1) },
  decrby: { arity: 3, run: (keys, [key = '', amount]) => add(keys, key, -integerOf(amount)) },
  get: { arity: 2, run: (keys, [key = '']) => bulk(typedValue(keys, key, 'string')?.text) },
  getdel: {
    arity: 2,
    run(keys, [key = '']) {
      const old = bulk(typedValue(keys, key, 'string')?.text);
      keys.delete(key);
      return old;
    },
  },
  getrange: { arity: 4, run: range },
  getset: { arity: 3, run: (keys, [key = '', text = '']) => set(keys, [key, text, 'GET']) },
  incr: { arity: 2, run: (keys, [key = '']) => add(keys, key, 1) },
  incrby: { arity: 3, run: (keys, [key = '', amount]) => add(keys, key, integerOf(amount)) },
  mget: { arity: -2, run: (keys, names) => bulks(names.map((name) => textOf(keys, name))) },
  mset: { arity: -3, run: setAll },
  psetex: { arity: 4, run: setExpiring('PX', 'psetex') },
  set: { arity: -3, run: set },
  setex: { arity: 4, run: setExpiring('EX', 'setex') },
  setnx: { arity: 3, run: (keys, [key = '', text = '']) => integer(set(keys, [key, text, 'NX']) === OK ? 1 : 0) },
  strlen: { arity: 2, run: (keys, [key = '']) => integer(typedValue(keys, key, 'string')?.text.length ?? 0) },
};
