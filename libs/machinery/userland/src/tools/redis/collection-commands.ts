import { integerOf, type KeyCommands, ReplyError, SYNTAX_ERROR, typedValue } from './command.ts';
import type { Keyspace, StoredValue } from './keyspace.ts';
import { bulk, bulks, integer, NIL, type Reply } from './resp.ts';

type Side = 'left' | 'right';
type Of<Type extends StoredValue['type']> = StoredValue & { readonly type: Type };

/** Returns the collection of a key, created if missing, which has room for `texts`. Throws ReplyError, KeyspaceFullError. */
function collection<Type extends 'list' | 'hash' | 'set'>(
  keys: Keyspace,
  { key, created, texts }: { readonly key: string; readonly created: Of<Type>; readonly texts: readonly string[] },
): Of<Type> {
  const present = typedValue(keys, key, created.type) as Of<Type> | undefined;
  if (present === undefined) keys.set(key, created);
  try {
    keys.added(key, texts);
  } catch (error) {
    if (present === undefined) keys.delete(key);
    throw error;
  }
  return present ?? created;
}

function push(side: Side): (keys: Keyspace, args: readonly string[]) => Reply {
  return (keys, [key = '', ...items]) => {
    const list = collection<'list'>(keys, { key, created: { type: 'list', items: [] }, texts: items });
    if (side === 'left') list.items.unshift(...items.toReversed());
    else list.items.push(...items);
    return integer(list.items.length);
  };
}

function pop(side: Side): (keys: Keyspace, args: readonly string[]) => Reply {
  return (keys, [key = '', countText]) => {
    const list = typedValue(keys, key, 'list');
    if (list === undefined) return NIL;
    const number = countText === undefined ? 1 : integerOf(countText);
    if (number < 0) throw new ReplyError('ERR value is out of range, must be positive');
    const items = side === 'left' ? list.items.splice(0, number) : list.items.splice(Math.max(0, list.items.length - number)).toReversed();
    for (const item of items) keys.removed(key, item);
    return countText === undefined ? bulk(items[0]) : bulks(items);
  };
}

function listRange(keys: Keyspace, [key = '', first, last]: readonly string[]): Reply {
  const items = typedValue(keys, key, 'list')?.items ?? [];
  const at = (index: number) => (index < 0 ? Math.max(0, items.length + index) : index);
  const [from, to] = [integerOf(first), integerOf(last)];
  return bulks(to < -items.length ? [] : items.slice(at(from), at(to) + 1));
}

function hashSet(keys: Keyspace, [key = '', ...pairs]: readonly string[]): Reply {
  if (pairs.length % 2 === 1) throw new ReplyError("ERR wrong number of arguments for 'hset' command");
  const { fields } = collection<'hash'>(keys, { key, created: { type: 'hash', fields: new Map() }, texts: pairs });
  let createdCount = 0;
  for (let at = 0; at < pairs.length; at += 2) {
    const [field = '', text = ''] = [pairs[at], pairs[at + 1]];
    const old = fields.get(field);
    fields.set(field, text);
    if (old === undefined) createdCount += 1;
    else for (const member of [field, old]) keys.removed(key, member);
  }
  return integer(createdCount);
}

function hashDelete(keys: Keyspace, [key = '', ...names]: readonly string[]): Reply {
  const fields = typedValue(keys, key, 'hash')?.fields;
  let deletedCount = 0;
  for (const name of names) {
    const old = fields?.get(name);
    if (old === undefined) continue;
    fields?.delete(name);
    for (const member of [name, old]) keys.removed(key, member);
    deletedCount += 1;
  }
  return integer(deletedCount);
}

const fieldsOf = (keys: Keyspace, key = ''): ReadonlyMap<string, string> => typedValue(keys, key, 'hash')?.fields ?? new Map();
const membersOf = (keys: Keyspace, key = ''): ReadonlySet<string> => typedValue(keys, key, 'set')?.members ?? new Set();

function setAdd(keys: Keyspace, [key = '', ...texts]: readonly string[]): Reply {
  const present = membersOf(keys, key);
  const fresh = [...new Set(texts)].filter((text) => !present.has(text));
  const { members } = collection<'set'>(keys, { key, created: { type: 'set', members: new Set() }, texts: fresh });
  for (const text of fresh) members.add(text);
  return integer(fresh.length);
}

function setRemove(keys: Keyspace, [key = '', ...texts]: readonly string[]): Reply {
  const members = typedValue(keys, key, 'set')?.members;
  const removedMembers = texts.filter((text) => members?.delete(text) === true);
  for (const text of removedMembers) keys.removed(key, text);
  return integer(removedMembers.length);
}

function indexed(keys: Keyspace, [key = '', index]: readonly string[]): Reply {
  return bulk(typedValue(keys, key, 'list')?.items.at(integerOf(index)));
}

function trimmed(keys: Keyspace, [key = '', ...words]: readonly string[]): Reply {
  if (words.length !== 2) throw new ReplyError(SYNTAX_ERROR);
  const list = typedValue(keys, key, 'list');
  const reply = listRange(keys, [key, ...words]);
  if (list === undefined || reply.type !== 'array') return { type: 'status', text: 'OK' };
  const texts = reply.items.map((item) => (item.type === 'bulk' ? (item.text ?? '') : ''));
  const expiresAt = keys.expiryOf(key);
  keys.delete(key);
  if (texts.length > 0) keys.move(key, { type: 'list', items: texts }, expiresAt);
  return { type: 'status', text: 'OK' };
}

/** Commands on lists, hashes and sets. */
export const COLLECTION_COMMANDS: KeyCommands = {
  hdel: { arity: -3, run: hashDelete },
  hexists: { arity: 3, run: (keys, [key, field = '']) => integer(fieldsOf(keys, key).has(field) ? 1 : 0) },
  hget: { arity: 3, run: (keys, [key, field = '']) => bulk(fieldsOf(keys, key).get(field)) },
  hgetall: { arity: 2, run: (keys, [key]) => bulks([...fieldsOf(keys, key)].flat()) },
  hkeys: { arity: 2, run: (keys, [key]) => bulks(fieldsOf(keys, key).keys()) },
  hlen: { arity: 2, run: (keys, [key]) => integer(fieldsOf(keys, key).size) },
  hset: { arity: -4, run: hashSet },
  hvals: { arity: 2, run: (keys, [key]) => bulks(fieldsOf(keys, key).values()) },
  lindex: { arity: 3, run: indexed },
  llen: { arity: 2, run: (keys, [key = '']) => integer(typedValue(keys, key, 'list')?.items.length ?? 0) },
  lpop: { arity: -2, run: pop('left') },
  lpush: { arity: -3, run: push('left') },
  lrange: { arity: 4, run: listRange },
  ltrim: { arity: 4, run: trimmed },
  rpop: { arity: -2, run: pop('right') },
  rpush: { arity: -3, run: push('right') },
  sadd: { arity: -3, run: setAdd },
  scard: { arity: 2, run: (keys, [key]) => integer(membersOf(keys, key).size) },
  sismember: { arity: 3, run: (keys, [key, text = '']) => integer(membersOf(keys, key).has(text) ? 1 : 0) },
  smembers: { arity: 2, run: (keys, [key]) => bulks(membersOf(keys, key)) },
  srem: { arity: -3, run: setRemove },
};
