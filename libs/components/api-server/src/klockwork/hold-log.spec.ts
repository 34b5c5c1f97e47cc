import { StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

/** Opens the hold of a log, and returns its lines and calls of the file. */
async function opened(hold: () => Promise<void>) {
  const calls: string[] = [];
  const { http } = await inMemoryApiServer({
    logFile: {
      hold: async () => {
        calls.push('hold');
        await hold();
      },
      release: async () => void calls.push('release'),
    },
  });
  const stop = new StopSource();
  const answer = await http.handle({
    ...{ method: 'GET', path: '/klockwork/v1/log/hold', query: '', headers: {}, body: new Uint8Array() },
    ...{ user: 'kubernetes-admin', stop },
  });
  if (!('start' in answer)) throw new Error('the answer is no stream');
  const lines: string[] = [];
  let ended = false;
  (answer.start as (sink: object) => void)({
    write: (line: string) => lines.push(line) > 0,
    drained: async () => {},
    end: () => {
      ended = true;
    },
  });
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  return { calls, lines, stop, isEnded: () => ended };
}

test('the file of the log is held until its reader disconnects', async () => {
  const { calls, lines, stop } = await opened(async () => {});
  expect([calls, lines]).toEqual([['hold'], [`{"now":${Date.parse('2026-01-01T12:00:00Z')},"revision":5}\n`]]);
  stop.stop();
  expect(calls).toEqual(['hold', 'release']);
});

test('a file that cannot be held ends the answer without a line', async () => {
  const { calls, lines, stop, isEnded } = await opened(() => Promise.reject(new Error('disk I/O error')));
  stop.stop();
  expect([calls, lines, isEnded()]).toEqual([['hold'], [], true]);
});

test('a log without a file cannot be held', async () => {
  const { client } = await inMemoryApiServer();
  expect((await client.get('/klockwork/v1/log/hold')).status).toBe(404);
});
