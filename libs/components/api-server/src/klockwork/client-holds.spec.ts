import { ManualClock } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const HOLD = '/klockwork/v1/clock/holds/builder';

/** API server with a host timer in the hands of the test. */
async function withHost() {
  const host = new ManualClock(0);
  const hostTimer = { now: () => host.now(), set: (delayMs: number, fire: () => void) => host.after(delayMs, { name: 'host' }, fire) };
  const server = await inMemoryApiServer({ hostTimer });
  const reasons = () => [...server.activity.state().reasons.keys()];
  return { ...server, host, reasons };
}

describe('a hold of a program outside', () => {
  test('a hold is open work until its release', async () => {
    const { client, reasons } = await withHost();
    expect((await client.put(HOLD, { for: '5s' })).json).toEqual({ name: 'builder', expiresInMs: 5_000 });
    expect(reasons()).toEqual(['hold of builder']);
    expect((await client.delete(HOLD)).status).toBe(200);
    expect(reasons()).toEqual([]);
  });

  test('a hold expires by itself in host time, and its release is then refused', async () => {
    const { client, host, reasons } = await withHost();
    await client.put(HOLD, { for: '5s' });
    host.advanceTo(4_999);
    expect(reasons()).toEqual(['hold of builder']);
    host.advanceTo(5_000);
    expect(reasons()).toEqual([]);
    expect((await client.delete(HOLD)).json).toMatchObject({
      code: 404,
      message: 'no hold of "builder" is open: it ended, or has expired',
    });
  });

  test('a renewed hold expires later, and is one hold', async () => {
    const { client, host, activity, reasons } = await withHost();
    await client.put(HOLD, { for: '5s' });
    host.advanceTo(4_000);
    await client.put(HOLD, { for: '5s' });
    expect(activity.state().holds).toBe(1);
    host.advanceTo(8_999);
    expect(reasons()).toEqual(['hold of builder']);
    host.advanceTo(9_000);
    expect(reasons()).toEqual([]);
  });

  test('holds are limited in number, and a renewal counts none', async () => {
    const { client } = await withHost();
    for (let index = 0; index < 100; index++) await client.put(`/klockwork/v1/clock/holds/p${index}`, { for: '5s' });
    expect((await client.put('/klockwork/v1/clock/holds/p7', { for: '5s' })).status).toBe(200);
    expect((await client.put(HOLD, { for: '5s' })).json).toMatchObject({
      code: 429,
      message: '100 programs hold lab time: release one first',
    });
  });

  test('a cluster without host time refuses holds, which would never expire', async () => {
    const { client } = await inMemoryApiServer();
    expect((await client.put(HOLD, { for: '5s' })).json).toMatchObject({ code: 503, reason: 'ServiceUnavailable' });
  });

  test.each([
    [HOLD, {}, 'for must be given: the host time after which the hold expires, such as 5s'],
    [HOLD, { for: 5 }, 'for must be given: the host time after which the hold expires, such as 5s'],
    [HOLD, { for: '5' }, 'for: time: missing unit in duration "5"'],
    [HOLD, { for: '0s' }, 'for must be above 0s and at most 5m, not 0s'],
    [HOLD, { for: '6m' }, 'for must be above 0s and at most 5m, not 6m'],
    [HOLD, { for: '5s', name: 'a' }, 'unknown field "name": there are for'],
    ['/klockwork/v1/clock/holds/Builder', { for: '5s' }, 'the name of a client is a DNS label, not "Builder"'],
  ])('PUT %s with %j is a bad request', async (path, body, message) => {
    const { client, reasons } = await withHost();
    expect((await client.put(path, body)).json).toMatchObject({ code: 400, reason: 'BadRequest', message });
    expect(reasons()).toEqual([]);
  });

  test('a hold is neither read nor created by POST', async () => {
    const { client } = await withHost();
    expect((await client.get(HOLD)).status).toBe(405);
    expect((await client.post(HOLD, { for: '5s' })).status).toBe(405);
  });
});
