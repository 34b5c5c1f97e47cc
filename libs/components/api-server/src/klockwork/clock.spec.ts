import { copy, type Mutable, StopSource } from '@klockwork/kernel';
import { CLOCK_ROUTE, type ClockReport } from '@klockwork/lockstep';
import { writeRequest } from '@klockwork/registry';
import { type ClockAdvance, kindOf, type LabClock, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { createLabClock } from '../bootstrap.ts';
import { type InMemoryApiServer, inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CLOCK = '/klockwork/v1/clock';
const ADVANCE = '/klockwork/v1/clock/advance';
const LAB = '/apis/klockwork.dev/v1alpha1/clocks/lab';
const NOON = '2026-01-01T12:00:00.000Z';

async function withClock(): Promise<InMemoryApiServer> {
  const server = await inMemoryApiServer();
  await createLabClock(server.registry);
  return server;
}

/** Writes a status update, like the clock component. */
async function report({ registry }: InMemoryApiServer, change: Partial<ClockAdvance>): Promise<void> {
  const kind = kindOf(resources.clocks.group, resources.clocks.resource);
  if (kind === undefined) throw new Error('clocks are not served');
  await registry.update(
    {
      target: { kind, namespace: '', name: 'lab' },
      subresource: 'status',
      change(previous) {
        const clock = copy(previous) as Mutable<LabClock>;
        clock.status = { ...clock.status, advance: { ...(clock.status?.advance as ClockAdvance), ...change } };
        return clock;
      },
    },
    writeRequest({ actor: { user: 'clock', userAgent: 'test' }, correlationId: 'test', cause: { trigger: 'request', name: 'test' } }),
  );
}

/** POSTs an advance and collects its answer. */
async function advance(server: InMemoryApiServer, body: unknown) {
  const text = JSON.stringify(body);
  const stop = new StopSource();
  const headers = { 'content-type': 'application/json', host: 'klockwork' };
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  const answer = await server.http.handle({ method: 'POST', path: ADVANCE, query: '', headers, body: bytes, user: 'admin', stop });
  if ('body' in answer || 'type' in answer) throw new Error(JSON.stringify(answer));
  const got = { text: '', ended: false, stop };
  answer.start({
    write(chunk) {
      got.text += chunk;
      return true;
    },
    drained: async () => {},
    end: () => {
      got.ended = true;
    },
  });
  return got;
}

describe('the clock over HTTP', () => {
  test('the clock itself answers its report', async () => {
    const server = await withClock();
    const report: ClockReport = { now: 5, mode: 'Running', rate: 1, members: [], next: [] };
    const bus = server.network.connect({ name: 'clock', clock: server.clock, activity: server.activity });
    bus.serve(server.subjects.at(CLOCK_ROUTE), async () => report, { queue: 'clock' });
    expect((await server.client.get(CLOCK)).json).toEqual(report);
  });

  test('a clock without an answer is unavailable', async () => {
    const { client } = await withClock();
    expect((await client.get(CLOCK)).json).toMatchObject({
      code: 503,
      reason: 'ServiceUnavailable',
      message: "the lab's clock does not answer",
    });
    expect((await client.post(CLOCK, {})).status).toBe(405);
    expect((await client.get(ADVANCE)).status).toBe(405);
  });
});

describe('an advance over HTTP', () => {
  test('an advance over HTTP is answered at its end', async () => {
    const server = await withClock();
    const answer = await advance(server, { advance: '10m', maxRate: 600 });
    const asked = { id: 1, phase: 'Pending', by: '10m0s', maxRate: 600, requestedAt: NOON };
    expect((await server.client.get(LAB)).json.status.advance).toEqual(asked);
    await report(server, { phase: 'Running', from: NOON });
    await report(server, { now: NOON });
    expect(answer).toMatchObject({ text: '  ', ended: false });
    await report(server, { phase: 'Reached', jumps: 3 });
    expect(answer.ended).toBe(true);
    expect(JSON.parse(answer.text)).toEqual({ ...asked, phase: 'Reached', from: NOON, now: NOON, jumps: 3 });
  });

  test('an advance replaced by another is stopped', async () => {
    const server = await withClock();
    const first = await advance(server, { advance: '10m' });
    const second = await advance(server, { until: { reach: 'Idle' } });
    expect(JSON.parse(first.text)).toMatchObject({ id: 1, phase: 'Stopped', message: 'advance 2 took its place' });
    expect(second.ended).toBe(false);
    await advance(server, { advance: '0s' });
    expect(JSON.parse(second.text)).toMatchObject({ id: 2, phase: 'Stopped', message: 'ended before it began' });
  });

  test('an advance of zero ends at once', async () => {
    const answer = await advance(await withClock(), { advance: '0s' });
    expect(answer).toMatchObject({ text: '{}\n', ended: true });
  });

  test('an advance does not wait for a disconnected client', async () => {
    const server = await withClock();
    const answer = await advance(server, { advance: '10m' });
    answer.stop.stop();
    await report(server, { phase: 'Reached' });
    expect(answer).toMatchObject({ text: '', ended: false });
  });

  test.each([
    ['{', 'the body must be JSON: '],
    ['[]', 'the body must be a JSON object'],
    ['{"rate":60,"advance":"1m"}', 'unknown field "rate": there are advance, until, maxRate'],
    ['{"maxRate":60}', 'advance or until must be given'],
  ])('an advance with %s is a bad request', async (body, message) => {
    const { client } = await withClock();
    const answer = await client.post(ADVANCE, body);
    expect(answer.json).toMatchObject({ code: 400, reason: 'BadRequest', message: expect.stringContaining(message) });
  });

  test("an invalid advance is refused in the Clock's words", async () => {
    const { client } = await withClock();
    expect((await client.post(ADVANCE, { advance: '10x' })).json).toMatchObject({
      code: 422,
      message: 'Clock.klockwork.dev "lab" is invalid: spec.advance: Invalid value: "10x": time: unknown unit "x" in duration "10x"',
    });
    expect((await client.post(ADVANCE, { until: { reach: 'Idle', wish: 1 } })).json.message).toContain('unknown field "spec.until.wish"');
  });
});
