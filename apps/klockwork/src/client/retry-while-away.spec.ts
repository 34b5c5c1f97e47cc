import { expect, test, vi } from 'vitest';
import { Refusal, Unreachable } from './lab-client.ts';
import { retryWhileAway } from './retry-while-away.ts';

const away = new Unreachable('https://127.0.0.1:1', 'ECONNREFUSED');

test('a request is retried until the api-server returns', async () => {
  const act = vi
    .fn(async () => 'here')
    .mockRejectedValueOnce(away)
    .mockRejectedValueOnce(new Refusal('starting', 503));
  expect(await retryWhileAway(act, 0)).toBe('here');
  expect(act).toHaveBeenCalledTimes(3);
});

test('an api-server that stays away is one sentence after 100 tries', async () => {
  const act = vi.fn(() => Promise.reject(away));
  await expect(retryWhileAway(act, 0)).rejects.toThrow(
    'the api-server at https://127.0.0.1:1 does not answer (ECONNREFUSED): see "npx klockwork status"',
  );
  expect(act).toHaveBeenCalledTimes(100);
});

test('a refusal is not repeated', async () => {
  const act = vi.fn(() => Promise.reject(new Refusal('not found', 404)));
  await expect(retryWhileAway(act, 0)).rejects.toThrow('not found');
  expect(act).toHaveBeenCalledTimes(1);
});
