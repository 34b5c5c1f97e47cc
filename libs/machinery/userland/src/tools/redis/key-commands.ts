import { compilePattern, matchesPattern } from '../../shell/pattern.ts';
import { integerOf, type KeyCommands, ReplyError, SYNTAX_ERROR } from './command.ts';
import type { Keyspace } from './keyspace.ts';
import { bulk, bulks, integer, OK, type Reply } from './resp.ts';

function expire(unitMs: number, isMoment: boolean): (keys: Keyspace, args: readonly string[]) => Reply {
  return (keys, [key = '', amount, condition]) => {
    if (condition !== undefined) throw new ReplyError(`ERR Unsupported option ${condition}`);
    const at = integerOf(amount) * unitMs + (isMoment ? 0 : keys.now());
    return integer(keys.expire(key, at) ? 1 : 0);
  };
}

/** Returns the time left: -1 for a key that stays, -2 without the key. */
function timeLeft(keys: Keyspace, key: string, unitMs: number): Reply {
  if (keys.get(key) === undefined) return integer(-2);
  const at = keys.expiryOf(key);
  return integer(at === undefined ? -1 : Math.round((at - keys.now()) / unitMs));
}

function persist(keys: Keyspace, [key = '']: readonly string[]): Reply {
  if (keys.expiryOf(key) === undefined) return integer(0);
  keys.expire(key, undefined);
  return integer(1);
}

function rename(keys: Keyspace, [from = '', to = '']: readonly string[]): Reply {
  const value = keys.get(from);
  if (value === undefined) throw new ReplyError('ERR no such key');
  const expiresAt = keys.expiryOf(from);
  keys.delete(from);
  keys.move(to, value, expiresAt);
  return OK;
}

function matching(keys: Keyspace, pattern: string): string[] {
  const compiledPattern = compilePattern(pattern);
  return keys.keys().filter((key) => matchesPattern(compiledPattern, key));
}

/** Scans everything at once: the next cursor is 0. */
function scan(keys: Keyspace, [cursor, ...words]: readonly string[]): Reply {
  if (!/^\d+$/.test(cursor ?? '')) throw new ReplyError('ERR invalid cursor');
  let pattern = '*';
  for (let at = 0; at < words.length; at += 2) {
    const option = words[at]?.toUpperCase();
    if ((option !== 'MATCH' && option !== 'COUNT') || at + 1 >= words.length) throw new ReplyError(SYNTAX_ERROR);
    if (option === 'MATCH') pattern = words[at + 1] ?? '';
  }
  return { type: 'array', items: [bulk('0'), bulks(matching(keys, pattern))] };
}

const count = (names: readonly string[], isCounted: (key: string) => boolean) => integer(names.filter(isCounted).length);
const removeAll = (keys: Keyspace, names: readonly string[]) => count(names, (key) => keys.delete(key));

function clear(keys: Keyspace): Reply {
  keys.clear();
  return OK;
}

/** Commands on keys of any type. */
export const KEY_COMMANDS: KeyCommands = {
  dbsize: { arity: 1, run: (keys) => integer(keys.keys().length) },
  del: { arity: -2, run: removeAll },
  exists: { arity: -2, run: (keys, names) => count(names, (key) => keys.get(key) !== undefined) },
  expire: { arity: -3, run: expire(1_000, false) },
  expireat: { arity: -3, run: expire(1_000, true) },
  flushall: { arity: -1, run: clear },
  flushdb: { arity: -1, run: clear },
  keys: { arity: 2, run: (keys, [pattern = '']) => bulks(matching(keys, pattern)) },
  persist: { arity: 2, run: persist },
  pexpire: { arity: -3, run: expire(1, false) },
  pexpireat: { arity: -3, run: expire(1, true) },
  pttl: { arity: 2, run: (keys, [key = '']) => timeLeft(keys, key, 1) },
  rename: { arity: 3, run: rename },
  scan: { arity: -2, run: scan },
  ttl: { arity: 2, run: (keys, [key = '']) => timeLeft(keys, key, 1_000) },
  type: { arity: 2, run: (keys, [key = '']) => ({ type: 'status', text: keys.get(key)?.type ?? 'none' }) },
  unlink: { arity: -2, run: removeAll },
};
