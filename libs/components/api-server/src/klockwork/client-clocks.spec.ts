import type { ApiStream } from '@klockwork/http-api';
import { copy, type Mutable, StopSource } from '@klockwork/kernel';
import { writeRequest } from '@klockwork/registry';
import { kindOf, type LabClock, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { createLabClock } from '../bootstrap.ts';
import { type InMemoryApiServer, inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const TIMERS = '/klockwork/v1/clock/timers';
const NOON = '2026-01-01T12:00:00.000Z';
const ONE = '2026-01-01T13:00:00.000Z';

async function withClock(): Promise<InMemoryApiServer> {
  const server = await inMemoryApiServer();
  await createLabClock(server.registry);
  return server;
}

/** Opens a stream and collects its lines. */
async function follow(server: InMemoryApiServer, name: string) {
  const stop = new StopSource();
  const answer = (await server.http.handle({
    ...{ method: 'GET', path: `${TIMERS}/${name}`, query: '', headers: { host: 'klockwork' }, body: new Uint8Array(), user: 'admin', stop },
  })) as ApiStream;
  const got = { status: answer.status, lines: [] as unknown[], ended: false, stop, awaits: () => answer.awaits?.() };
  answer.start({
    write: (chunk) => got.lines.push(JSON.parse(String(chunk))) > 0,
    drained: async () => {},
    end: () => {
      got.ended = true;
    },
  });
  return got;
}

/** Changes the status of the Clock, like the clock component. */
async function setMode({ registry }: InMemoryApiServer, mode: NonNullable<LabClock['status']>['mode'], rate: number): Promise<void> {
  const kind = kindOf(resources.clocks.group, resources.clocks.resource);
  if (kind === undefined) throw new Error('clocks are not served');
  const change = (previous: object) => ({ ...(copy(previous) as Mutable<LabClock>), status: { mode, rate } });
  await registry.update(
    { target: { kind, namespace: '', name: 'lab' }, subresource: 'status', change },
    writeRequest({ actor: { user: 'clock', userAgent: 'test' }, correlationId: 'test', cause: { trigger: 'request', name: 'test' } }),
  );
}

const pending = ({ clock }: InMemoryApiServer) =>
  clock
    .pending()
    .filter(({ timer }) => timer.name === 'client-timer')
    .map(({ at, timer }) => ({ at: new Date(at).toISOString(), ...timer }));

describe('a program on lab time', () => {
  test('a deadline of a program is a timer of the lab, and fires on its stream', async () => {
    const server = await withClock();
    const stream = await follow(server, 'renewer');
    expect((await server.client.put(`${TIMERS}/renewer`, { at: ONE })).json).toEqual({ now: NOON });
    expect(pending(server)).toEqual([{ at: ONE, name: 'client-timer', object: 'clients/renewer' }]);
    server.clock.advanceTo(Date.parse(ONE));
    expect(stream.lines).toEqual([
      { now: NOON, rate: 1 },
      { now: ONE, rate: 1, fired: true },
    ]);
  });

  test('lab time waits for the answer to a fired timer, which is the next deadline', async () => {
    const server = await withClock();
    const stream = await follow(server, 'renewer');
    expect(stream.awaits()).toBeUndefined();
    await server.client.put(`${TIMERS}/renewer`, { at: ONE });
    server.clock.advanceTo(Date.parse(ONE));
    const seen: string[] = [];
    const wait = stream.awaits()?.then(() => seen.push('answered'));
    expect([stream.awaits(), seen]).toEqual([undefined, []]);
    await server.client.put(`${TIMERS}/renewer`, { at: null });
    await wait;
    expect([seen, pending(server)]).toEqual([['answered'], []]);
  });

  test('the timer of a program ends with its connection', async () => {
    const server = await withClock();
    const stream = await follow(server, 'renewer');
    await server.client.put(`${TIMERS}/renewer`, { at: ONE, upkeep: true });
    expect(pending(server)).toMatchObject([{ upkeep: true }]);
    stream.stop.stop();
    expect([pending(server), stream.ended]).toEqual([[], true]);
    expect((await server.client.put(`${TIMERS}/renewer`, { at: ONE })).json).toMatchObject({
      code: 404,
      message: 'no client "renewer" follows the clock: open its stream first',
    });
  });

  test('a disconnected program does not delay time after its timer fired', async () => {
    const server = await withClock();
    const stream = await follow(server, 'renewer');
    await server.client.put(`${TIMERS}/renewer`, { at: ONE });
    server.clock.advanceTo(Date.parse(ONE));
    const wait = stream.awaits();
    stream.stop.stop();
    await expect(wait).resolves.toBeUndefined();
  });

  test('a second stream of a name ends the first, and its timer', async () => {
    const server = await withClock();
    const first = await follow(server, 'renewer');
    await server.client.put(`${TIMERS}/renewer`, { at: ONE });
    const second = await follow(server, 'renewer');
    expect([first.ended, second.ended, pending(server)]).toEqual([true, false, []]);
    first.stop.stop();
    expect((await server.client.put(`${TIMERS}/renewer`, { at: ONE })).status).toBe(200);
  });

  test('a program learns the rate, and in an advance the time of each event', async () => {
    const server = await withClock();
    const stream = await follow(server, 'renewer');
    await setMode(server, 'Running', 60);
    await server.client.post('/api/v1/namespaces', { metadata: { name: 'a' } });
    await setMode(server, 'Advancing', 60);
    server.clock.advanceTo(Date.parse(ONE));
    await server.client.post('/api/v1/namespaces', { metadata: { name: 'b' } });
    await server.client.post('/api/v1/namespaces', { metadata: { name: 'c' } });
    expect(stream.lines).toEqual([
      { now: NOON, rate: 1 },
      { now: NOON, rate: 60 },
      { now: NOON, rate: 0 },
      { now: ONE, rate: 0 },
    ]);
  });

  test.each([
    ['{', 'the body must be JSON: '],
    ['[]', 'the body must be a JSON object'],
    ['{"at":null,"by":1}', 'unknown field "by": there are at, upkeep'],
    ['{}', 'at must be a time in RFC 3339, or null'],
    ['{"at":"soon"}', 'at must be a time in RFC 3339, or null'],
    ['{"at":null,"upkeep":1}', 'upkeep must be true or false'],
  ])('a deadline by %s is a bad request', async (body, message) => {
    const server = await withClock();
    await follow(server, 'renewer');
    const { json } = await server.client.put(`${TIMERS}/renewer`, body);
    expect(json).toMatchObject({ code: 400, message: expect.stringContaining(message) });
  });

  test('names, methods and the number of programs are limited', async () => {
    const server = await withClock();
    expect((await server.client.get(`${TIMERS}/A_b`)).json.message).toBe('the name of a client is a DNS label, not "A_b"');
    expect((await server.client.post(`${TIMERS}/a`, {})).status).toBe(405);
    for (let n = 0; n < 100; n += 1) await follow(server, `c${n}`);
    expect((await server.client.get(`${TIMERS}/one-more`)).json).toMatchObject({
      code: 429,
      message: '100 clients follow the clock: close one first',
    });
    expect((await follow(server, 'c7')).status).toBe(200);
  });
});
