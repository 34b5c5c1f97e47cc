import { FileTree } from '@klockwork/files';
import { expect, test } from 'vitest';
import { prettyReply } from './format-reply.ts';
import { RedisServer } from './redis-server.ts';
import { encodeCommand, RespReader } from './resp.ts';
import { splitWords } from './split-words.ts';

/** A server, and a function that returns its answers to the lines of one client, for people. */
function started(args: readonly string[] = []) {
  let now = 0;
  const files = new FileTree({ now: () => now }).root;
  const server = new RedisServer({ args, files, version: '7.4.7', now: () => now });
  const send = async (...chunks: string[]): Promise<string> => {
    const written: string[] = [];
    await server.serve({
      read: async () => chunks.shift(),
      write: (part) => void written.push(part),
      ...{ end: () => {}, close: () => {}, reset: () => {} },
    });
    return written.join('');
  };
  const ask = async (...lines: readonly string[]): Promise<string[]> => {
    const answer = await send(lines.map((line) => encodeCommand(splitWords(line) ?? [])).join(''));
    const parts = [answer];
    const replies = new RespReader({ read: async () => parts.shift() });
    const texts: string[] = [];
    for (let reply = await replies.reply(); reply !== undefined; reply = await replies.reply()) texts.push(prettyReply(reply).trimEnd());
    return texts;
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { ask, send, pass };
}

test.each<[string, readonly string[], readonly string[]]>([
  [
    'texts',
    ['SET k v', 'GET k', 'APPEND k w', 'STRLEN k', 'GETRANGE k 0 0', 'GETDEL k', 'GET k'],
    ['OK', '"v"', '(integer) 2', '(integer) 2', '"v"', '"vw"', '(nil)'],
  ],
  ['conditions', ['SET k 1 NX', 'SET k 2 NX', 'SET k 3 XX GET', 'SETNX k 4', 'GET k'], ['OK', '(nil)', '"1"', '(integer) 0', '"3"']],
  [
    'counters',
    ['INCR n', 'INCRBY n 10', 'DECR n', 'SET n x', 'INCR n'],
    ['(integer) 1', '(integer) 11', '(integer) 10', 'OK', '(error) ERR value is not an integer or out of range'],
  ],
  [
    'several keys',
    ['MSET a 1 b 2', 'MGET a c b', 'EXISTS a b c', 'DEL a c', 'DBSIZE', 'KEYS [ab]'],
    ['OK', '1) "1"\n2) (nil)\n3) "2"', '(integer) 2', '(integer) 1', '(integer) 1', '1) "b"'],
  ],
  [
    'lists',
    ['RPUSH l b c', 'LPUSH l a', 'LRANGE l 0 -1', 'LPOP l', 'RPOP l 5', 'EXISTS l', 'LPOP l'],
    ['(integer) 2', '(integer) 3', '1) "a"\n2) "b"\n3) "c"', '"a"', '1) "c"\n2) "b"', '(integer) 0', '(nil)'],
  ],
  [
    'trimmed lists',
    ['RPUSH l a b c d', 'LTRIM l 1 2', 'LRANGE l 0 -1', 'LLEN l', 'LINDEX l -1', 'LRANGE l 5 9'],
    ['(integer) 4', 'OK', '1) "b"\n2) "c"', '(integer) 2', '"c"', '(empty array)'],
  ],
  [
    'hashes',
    ['HSET h a 1 b 2', 'HSET h a 3', 'HGETALL h', 'HGET h c', 'HDEL h a b', 'TYPE h'],
    ['(integer) 2', '(integer) 0', '1) "a"\n2) "3"\n3) "b"\n4) "2"', '(nil)', '(integer) 2', 'none'],
  ],
  [
    'sets',
    ['SADD s a b a', 'SADD s b c', 'SMEMBERS s', 'SISMEMBER s c', 'SREM s a x', 'SCARD s'],
    ['(integer) 2', '(integer) 1', '1) "a"\n2) "b"\n3) "c"', '(integer) 1', '(integer) 1', '(integer) 2'],
  ],
  [
    'types',
    ['LPUSH l a', 'GET l', 'SADD l a'],
    ['(integer) 1', ...Array.from({ length: 2 }, () => '(error) WRONGTYPE Operation against a key holding the wrong kind of value')],
  ],
  [
    'databases',
    ['SET k v', 'SELECT 1', 'GET k', 'SELECT 16', 'FLUSHALL', 'SELECT 0', 'GET k'],
    ['OK', 'OK', '(nil)', '(error) ERR DB index is out of range', 'OK', 'OK', '(nil)'],
  ],
  [
    'renamed keys',
    ['SET a 1', 'RENAME a b', 'GET b', 'RENAME a b', 'SCAN 0 MATCH b*'],
    ['OK', 'OK', '"1"', '(error) ERR no such key', '1) "0"\n2) 1) "b"'],
  ],
  [
    'wrong commands',
    ['GET', 'SET k', 'SET k v EX 0', 'SET k v FOO', 'FOO bar'],
    [
      "(error) ERR wrong number of arguments for 'get' command",
      "(error) ERR wrong number of arguments for 'set' command",
      "(error) ERR invalid expire time in 'set' command",
      '(error) ERR syntax error',
      "(error) ERR unknown command 'FOO', with args beginning with: 'bar'",
    ],
  ],
  [
    'commands without a simulation',
    ['ZADD z 1 a', 'CONFIG SET save ""', 'CLIENT LIST'],
    [
      '(error) ERR klockwork: ZADD is not simulated',
      '(error) ERR klockwork: CONFIG SET is not simulated',
      '(error) ERR klockwork: CLIENT LIST is not simulated',
    ],
  ],
])('a server answers commands on %s', async (_, lines, answers) => {
  expect(await started().ask(...lines)).toEqual(answers);
});

test('a key ends at its time, unless it is persisted or overwritten', async () => {
  const { ask, pass } = started();
  expect(await ask('SET a 1 EX 10', 'SETEX b 10 1', 'SET c 1 PX 10000', 'PERSIST b', 'TTL a', 'TTL b', 'TTL x')).toEqual([
    ...['OK', 'OK', 'OK', '(integer) 1', '(integer) 10', '(integer) -1', '(integer) -2'],
  ]);
  pass(9_999);
  expect(await ask('INCR a', 'SET c 2', 'PTTL a')).toEqual(['(integer) 2', 'OK', '(integer) 1']);
  pass(1);
  expect(await ask('KEYS *', 'EXPIRE a 5', 'EXPIRE b 0', 'GET b')).toEqual(['1) "b"\n2) "c"', '(integer) 0', '(integer) 1', '(nil)']);
});

test('a server refuses writes above its memory, and keeps what it has', async () => {
  const { ask } = started();
  const block = 'x'.repeat(1_000_000);
  const answers = await ask(
    ...Array.from({ length: 17 }, (_, index) => `SET k${index} ${block}`),
    'RPUSH l a',
    `RPUSH m ${block}`,
    'EXISTS m',
  );
  expect([answers.filter((answer) => answer === 'OK').length, ...answers.slice(-4)]).toEqual([
    16,
    "(error) OOM command not allowed when used memory > 'maxmemory'.",
    '(integer) 1',
    "(error) OOM command not allowed when used memory > 'maxmemory'.",
    '(integer) 0',
  ]);
});

test('commands also arrive as plain lines, and malformed ones end the connection', async () => {
  const { send } = started();
  expect(await send(...'PING\r\nSET a b\nQUIT\nPING\n')).toBe('+PONG\r\n+OK\r\n+OK\r\n');
  expect(await send('*x\r\nPING\r\n')).toBe('-ERR Protocol error: invalid multibulk length\r\n');
  expect(await send('*1\r\n+PING\r\n')).toBe("-ERR Protocol error: expected '$', got '+'\r\n");
});

test('INFO has the sections that probes read', async () => {
  const { send } = started(['--port', '7000']);
  const info = await send('SET a 1 EX 5\nINFO server replication Keyspace\n');
  expect(info.split('\r\n').slice(2, -1)).toEqual([
    ...['# Server', 'redis_version:7.4.7', 'redis_mode:standalone', 'tcp_port:7000', 'uptime_in_seconds:0', ''],
    ...['# Replication', 'role:master', 'connected_slaves:0', '', '# Keyspace', 'db0:keys=1,expires=1,avg_ttl=0', ''],
  ]);
});

test.each<[string, string[] | undefined]>([
  ['  SET a  b ', ['SET', 'a', 'b']],
  [`SET "a b" 'c "d'`, ['SET', 'a b', 'c "d']],
  ['SET "\\x41\\n\\"" \'it\\\'s\'', ['SET', 'A\n"', "it's"]],
  ['SET "a', undefined],
  ['SET "a"b', undefined],
  ['', []],
])('redis-cli splits %j', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});
