import { copy, type Mutable, StopSource } from '@klockwork/kernel';
import { CLOCK_ROUTE, type ClockReport, SETTLE_ROUTE, type SettleAnswer } from '@klockwork/lockstep';
import { writeRequest } from '@klockwork/registry';
import { type ClockAdvance, type ClockStatus, kindOf, type LabClock, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { createLabClock } from '../bootstrap.ts';
import { type InMemoryApiServer, inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CLOCK = '/klockwork/v1/clock';
const ADVANCE = '/klockwork/v1/clock/advance';
const STEP = '/klockwork/v1/clock/step';
const UNTIL = '/klockwork/v1/clock/until';
const NEVER = '/klockwork/v1/clock/never';
const LAB = '/apis/klockwork.dev/v1alpha1/clocks/lab';
const NOON = '2026-01-01T12:00:00.000Z';

async function withClock(): Promise<InMemoryApiServer> {
  const server = await inMemoryApiServer();
  await createLabClock(server.registry);
  return server;
}

/** Writes the progress of the advance, like the clock component. */
function report(server: InMemoryApiServer, change: Partial<ClockAdvance>): Promise<void> {
  return changeStatus(server, (status) => ({ ...status, advance: { ...(status.advance as ClockAdvance), ...change } }));
}

/** Writes mode and rate, like the clock component. */
function reportStatus(server: InMemoryApiServer, change: ClockStatus): Promise<void> {
  return changeStatus(server, (status) => ({ ...status, ...change }));
}

async function changeStatus({ registry }: InMemoryApiServer, change: (status: ClockStatus) => ClockStatus): Promise<void> {
  const kind = kindOf(resources.clocks.group, resources.clocks.resource);
  if (kind === undefined) throw new Error('clocks are not served');
  await registry.update(
    {
      target: { kind, namespace: '', name: 'lab' },
      subresource: 'status',
      change(previous) {
        const clock = copy(previous) as Mutable<LabClock>;
        clock.status = change(clock.status ?? {});
        return clock;
      },
    },
    writeRequest({ actor: { user: 'clock', userAgent: 'test' }, correlationId: 'test', cause: { trigger: 'request', name: 'test' } }),
  );
}

/** POSTs a request that lets time pass, and collects its answer. */
async function advance(server: InMemoryApiServer, body: unknown, path = ADVANCE) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const stop = new StopSource();
  const headers = { 'content-type': 'application/json', host: 'klockwork' };
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  const answer = await server.http.handle({ method: 'POST', path, query: '', headers, body: bytes, user: 'admin', stop });
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

describe('commands of the clock over HTTP', () => {
  const nothing = { phase: 'Pending', by: '1h0m0s', until: { reach: 'NextTimer' } };

  test('a step is an advance to the next timer', async () => {
    const server = await withClock();
    const answer = await advance(server, undefined, STEP);
    expect((await server.client.get(LAB)).json.status.advance).toMatchObject(nothing);
    await report(server, { phase: 'Stepped', jumps: 1 });
    expect(JSON.parse(answer.text)).toMatchObject({ phase: 'Stepped', jumps: 1 });
  });

  test('a pause is answered once all clocks stand, a new rate once the clock obeys', async () => {
    const server = await withClock();
    const paused = await advance(server, undefined, '/klockwork/v1/clock/pause');
    expect((await server.client.get(LAB)).json.spec).toEqual({ paused: true, rate: 1 });
    expect(paused.ended).toBe(false);
    await reportStatus(server, { mode: 'Paused', rate: 1, time: NOON });
    expect(paused).toMatchObject({ ended: true, text: `{"mode":"Paused","rate":1,"now":"${NOON}"}\n` });
    const resumed = await advance(server, { rate: 60 }, '/klockwork/v1/clock/resume');
    await reportStatus(server, { mode: 'Running', rate: 1, time: NOON });
    expect(resumed.ended).toBe(false);
    await reportStatus(server, { mode: 'Running', rate: 60, time: NOON });
    expect(JSON.parse(resumed.text)).toEqual({ mode: 'Running', rate: 60, now: NOON });
  });

  test('pending timers have instants in RFC 3339', async () => {
    const server = await withClock();
    const next = [{ at: Date.parse(NOON) + 5, process: 'scheduler', name: 'resync', upkeep: true as const }];
    const bus = server.network.connect({ name: 'clock', clock: server.clock, activity: server.activity });
    const clock: ClockReport = { now: Date.parse(NOON), mode: 'Paused', rate: 1, members: [], next };
    bus.serve(server.subjects.at(CLOCK_ROUTE), async () => clock, { queue: 'clock' });
    const items = [{ at: '2026-01-01T12:00:00.005Z', process: 'scheduler', name: 'resync', upkeep: true }];
    expect((await server.client.get('/klockwork/v1/clock/pending')).json).toEqual({ now: NOON, items });
  });
});

describe('a wait for idle processes over HTTP', () => {
  const settled = async (answer: SettleAnswer, query = '') => {
    const server = await withClock();
    const bus = server.network.connect({ name: 'clock', clock: server.clock, activity: server.activity });
    const asked: unknown[] = [];
    const serve = async ({ body }: { body: unknown }) => {
      asked.push(body);
      return answer;
    };
    bus.serve(server.subjects.at(SETTLE_ROUTE), serve, { queue: 'clock' });
    return { ...(await server.client.get(`/klockwork/v1/clock/settled${query}`)).json, asked };
  };

  test('the answer of an idle lab has its instant and revision', async () => {
    const answer = await settled({ type: 'settled', now: Date.parse(NOON) }, '?hostLimit=5s');
    expect(answer).toEqual({ now: NOON, revision: expect.any(Number), asked: [{ hostMs: 5_000 }] });
  });

  test.each<[SettleAnswer, object]>([
    [
      { type: 'busy', blockedBy: ['scheduler holds: api'] },
      { code: 504, reason: 'Timeout', message: 'Timeout: the lab did not settle within 30s: scheduler holds: api' },
    ],
    [
      { type: 'moving', mode: 'Running' },
      { code: 409, reason: 'Conflict', message: 'lab time is Running: pause it first' },
    ],
    [{ type: 'interrupted' }, { code: 409, reason: 'Conflict', message: 'another command moved lab time' }],
  ])('a lab that does not settle is refused: %j', async (answer, status) => {
    expect(await settled(answer)).toMatchObject(status);
  });

  test.each([
    ['5', 'hostLimit: time: missing unit in duration "5"'],
    ['0s', 'hostLimit must be above 0s and at most 10m, not 0s'],
    ['1h', 'hostLimit must be above 0s and at most 10m, not 1h'],
  ])('a limit of %s is a bad request', async (limit, message) => {
    expect(await settled({ type: 'interrupted' }, `?hostLimit=${limit}`)).toMatchObject({ code: 400, message, asked: [] });
  });

  test('a clock without an answer is unavailable', async () => {
    const { client } = await withClock();
    expect((await client.get('/klockwork/v1/clock/settled')).json).toMatchObject({ code: 503, message: "the lab's clock does not answer" });
  });
});

describe('conditions over HTTP', () => {
  const READY = { condition: 'cm/a jsonpath={.data.colour}=red' };
  const SETTINGS = '/api/v1/namespaces/default/configmaps';
  const paint = (server: InMemoryApiServer, colour: string) =>
    server.client.put(`${SETTINGS}/a`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { colour } });

  async function withSettings(colour: string): Promise<InMemoryApiServer> {
    const server = await withClock();
    await server.client.post(SETTINGS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { colour } });
    return server;
  }

  test('a condition ends time at its instant, with the first revision at which it held', async () => {
    const server = await withSettings('blue');
    const answer = await advance(server, { ...READY, within: '1h' }, UNTIL);
    const until = { reach: 'Condition', for: 'jsonpath={.data.colour}=red', resource: 'configmaps', namespace: 'default', name: 'a' };
    expect((await server.client.get(LAB)).json.status.advance).toMatchObject({ by: '1h0m0s', until });
    const { json } = await paint(server, 'red');
    await paint(server, 'green');
    await report(server, { phase: 'ConditionMet' });
    const revision = Number(json.metadata.resourceVersion);
    expect(JSON.parse(answer.text)).toMatchObject({ passed: true, message: `"${READY.condition}" held`, revision });
  });

  test('a condition that did not hold in time fails', async () => {
    const server = await withSettings('blue');
    const answer = await advance(server, READY, UNTIL);
    await report(server, { phase: 'Reached' });
    const message = `"${READY.condition}" did not hold within 5m: Reached`;
    expect(JSON.parse(answer.text)).toMatchObject({ passed: false, message, advance: { phase: 'Reached', by: '5m0s' } });
  });

  test('a forbidden condition fails at its first revision, and passes at the end of its span', async () => {
    const server = await withSettings('red');
    const { resourceVersion } = (await server.client.get(`${SETTINGS}/a`)).json.metadata;
    const first = await advance(server, { ...READY, for: '1h' }, NEVER);
    await report(server, { phase: 'ConditionMet' });
    const message = `"${READY.condition}" held at revision ${resourceVersion}`;
    expect(JSON.parse(first.text)).toMatchObject({ passed: false, message, revision: Number(resourceVersion) });
    await paint(server, 'blue');
    const second = await advance(server, { ...READY, for: '1h' }, NEVER);
    await report(server, { phase: 'Reached' });
    expect(JSON.parse(second.text)).toMatchObject({ passed: true, message: `"${READY.condition}" never held` });
    expect(JSON.parse(second.text)).not.toHaveProperty('revision');
  });

  test('an interrupted watch proves nothing', async () => {
    const server = await withSettings('blue');
    const answer = await advance(server, { ...READY, for: '1h' }, NEVER);
    await advance(server, { advance: '1m' });
    const message = `"${READY.condition}" was not watched to the end: Stopped, advance 2 took its place`;
    expect(JSON.parse(answer.text)).toMatchObject({ passed: false, message });
  });

  test('the deletion of an object is a condition', async () => {
    const server = await withSettings('blue');
    const answer = await advance(server, { condition: 'cm/default/a delete', for: '1h' }, NEVER);
    await server.client.delete(`${SETTINGS}/a`);
    const { revision } = (await server.client.get('/klockwork/v1/status')).json;
    await report(server, { phase: 'ConditionMet' });
    expect(JSON.parse(answer.text)).toMatchObject({ passed: false, revision });
  });

  test.each([
    [UNTIL, {}, 400, 'condition must be given, such as "deploy/web condition=Available"'],
    [UNTIL, { condition: 3 }, 400, 'condition must be a text'],
    [UNTIL, { condition: 'web condition=Ready' }, 400, 'object must be a resource and a name such as pods/web, not "web"'],
    [UNTIL, { condition: 'pood/web condition=Ready' }, 404, 'the server doesn\'t have a resource type "pood"'],
    [UNTIL, { condition: 'po/web Ready' }, 400, 'unrecognized condition: "Ready"'],
    [UNTIL, { condition: 'po/web delete', for: '1m' }, 400, 'unknown field "for": there are condition, namespace, within'],
    [NEVER, { condition: 'po/web delete' }, 400, 'for must be given: the span of lab time, such as 10m'],
    [STEP, { advance: '1m' }, 400, 'unknown field "advance": the body has no fields'],
    ['/klockwork/v1/clock/resume', { rate: 'fast' }, 400, 'rate must be a number'],
  ])('POST %s with %j is refused', async (path, body, code, message) => {
    const { client } = await withClock();
    expect((await client.post(path, body)).json).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
