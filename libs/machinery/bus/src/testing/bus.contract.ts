import { CountingActivity, ManualClock, StopSource } from '@klockwork/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bus, BusError, type Envelope } from '../bus.ts';
import type { Body } from '../control-channel.ts';
import { withJsonText } from '../json-text.ts';
import { type BusMember, PAYLOAD_BYTES_MAX } from '../memory-bus.ts';
import type { Subject } from '../subjects.ts';

/** Network under test. */
export interface BusHarness {
  connect(member: BusMember): Promise<Bus>;
  /** Resolves when all subscriptions are active and all published messages are delivered. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Simulated process of a test. */
interface HarnessMember extends BusMember {
  readonly clock: ManualClock;
  readonly bus: Bus;
}

const START = 1_000_000;
const subject = (text: string) => text as Subject<Body, Body>;

/** Contract suite of the Bus port. Faults and broken connections are tested per implementation. */
export function busContract(name: string, make: () => Promise<BusHarness>): void {
  describe(`${name} keeps the contract of a bus`, () => {
    let harness: BusHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    const join = async (process: string, now = START): Promise<HarnessMember> => {
      // Tests settle without an event loop: a microtask is a turn.
      const member = {
        name: process,
        clock: new ManualClock(now),
        activity: new CountingActivity((then) => void Promise.resolve().then(then)),
      };
      return { ...member, bus: await harness.connect(member) };
    };

    /** Subscribes and collects messages. */
    const collect = (member: HarnessMember, pattern: string, options?: { queue?: string }): Envelope<unknown>[] => {
      const taken: Envelope<unknown>[] = [];
      member.bus.subscribe(subject(pattern), (message) => taken.push(message), options);
      return taken;
    };

    test('a published message reaches every subscriber, with sender and time', async () => {
      const [a, b, c] = [await join('a', START + 5), await join('b'), await join('c')];
      const [atB, atC] = [collect(b, 'k.x'), collect(c, 'k.x')];
      await harness.settle();
      a.bus.publish(subject('k.x'), { pod: 'web', labels: ['é', '😀'] });
      await harness.settle();
      const expected = [{ at: START + 5, from: 'a', body: { pod: 'web', labels: ['é', '😀'] } }];
      expect([atB, atC]).toEqual([expected, expected]);
    });

    test('a body may be sent with its text', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const taken = collect(b, 'k.x');
      await harness.settle();
      a.bus.publish(subject('k.x'), { labels: ['é', '😀'] }, '{"labels":["é","😀"]}');
      await harness.settle();
      expect(taken).toEqual([{ at: START, from: 'a', body: { labels: ['é', '😀'] } }]);
    });

    test('messages of one sender arrive in order', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const taken = collect(b, 'k.>');
      await harness.settle();
      for (let index = 0; index < 500; index++) a.bus.publish(subject(`k.${index % 7}`), index);
      await harness.settle();
      expect(taken.map(({ body }) => body)).toEqual(Array.from({ length: 500 }, (_, index) => index));
    });

    test('a message arrives after its cause, from any sender: the lockstep clock depends on this order', async () => {
      const [p, q, c] = [await join('p'), await join('q'), await join('c')];
      const taken = collect(q, 'k.q.>');
      c.bus.subscribe(subject('k.report'), ({ body }) => c.bus.publish(subject('k.q.confirm'), body));
      await harness.settle();
      for (let round = 0; round < 300; round++) {
        p.bus.publish(subject('k.q.data'), round);
        p.bus.publish(subject('k.report'), round);
        if (round % 10 === 0) await harness.settle();
      }
      await harness.settle();
      const seen = new Set<unknown>();
      const early = taken.filter(({ from, body }) => (from === 'p' ? !seen.add(body) : !seen.has(body)));
      expect([taken.length, early]).toEqual([600, []]);
    });

    test('a subscribed sender receives its own messages', async () => {
      const a = await join('a');
      const taken = collect(a, 'k.x');
      await harness.settle();
      a.bus.publish(subject('k.x'), 1);
      expect(taken).toEqual([]);
      await harness.settle();
      expect(taken.map(({ body }) => body)).toEqual([1]);
    });

    test('wildcards match one token or the rest', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const [one, rest, exact] = [collect(b, 'k.*.z'), collect(b, 'k.>'), collect(b, 'k.y')];
      await harness.settle();
      for (const text of ['k.y', 'k.y.z', 'k.y.z.z', 'k', 'other']) a.bus.publish(subject(text), text);
      await harness.settle();
      expect([one, rest, exact].map((list) => list.map(({ body }) => body))).toEqual([['k.y.z'], ['k.y', 'k.y.z', 'k.y.z.z'], ['k.y']]);
    });

    test('each message reaches one member of a queue group, and every member receives some', async () => {
      const [a, b, c] = [await join('a'), await join('b'), await join('c')];
      const [atB, atC, plain] = [collect(b, 'k.x', { queue: 'q' }), collect(c, 'k.x', { queue: 'q' }), collect(c, 'k.x')];
      await harness.settle();
      for (let index = 0; index < 100; index++) a.bus.publish(subject('k.x'), index);
      await harness.settle();
      expect(atB.length + atC.length).toBe(100);
      expect(Math.min(atB.length, atC.length)).toBeGreaterThan(10);
      expect(plain.length).toBe(100);
    });

    test('a stopped subscription receives no message', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const taken: Body[] = [];
      const subscription = b.bus.subscribe(subject('k.x'), ({ body }) => {
        taken.push(body);
        if (body === 2) subscription.stop();
      });
      await harness.settle();
      for (const index of [1, 2, 3, 4]) a.bus.publish(subject('k.x'), index);
      await harness.settle();
      expect(taken).toEqual([1, 2]);
    });

    test('a message carries its sender’s time to the receiver’s clock, which never moves backwards', async () => {
      const [late, early, b] = [await join('late', START + 70), await join('early', START + 30), await join('b')];
      const seen: number[] = [];
      b.bus.subscribe(subject('k.x'), () => seen.push(b.clock.now()));
      await harness.settle();
      late.bus.publish(subject('k.x'), 1);
      await harness.settle();
      early.bus.publish(subject('k.x'), 2);
      await harness.settle();
      expect(seen).toEqual([START + 70, START + 70]);
    });

    test('a handler is held, and an idle bus holds nothing', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const held: boolean[] = [];
      b.bus.subscribe(subject('k.x'), () => held.push(!b.activity.state().idle));
      await harness.settle();
      const before = b.activity.state().epoch;
      a.bus.publish(subject('k.x'), 1);
      await harness.settle();
      expect(held).toEqual([true]);
      expect(b.activity.state().epoch).toBeGreaterThan(before);
      expect([a.activity.state().idle, b.activity.state().idle]).toEqual([true, true]);
    });

    test("a request receives its server's reply", async () => {
      const [a, b] = [await join('a'), await join('b', START + 9)];
      b.bus.serve(subject('k.api.get'), async ({ from, body }) => ({ to: from, echo: body }), { queue: 'api' });
      await harness.settle();
      const reply = await a.bus.request(subject('k.api.get'), { name: 'web' }, { timeoutMs: 1000 });
      expect(reply).toEqual({ to: 'a', echo: { name: 'web' } });
      expect(a.clock.now()).toBe(START + 9);
      expect(a.clock.pending()).toEqual([]);
    });

    test('a reply may be sent with its text', async () => {
      const [client, server] = [await join('client'), await join('server')];
      const reply = { labels: ['é', '😀'] };
      server.bus.serve(subject('k.get'), async () => withJsonText({ ...reply }, () => JSON.stringify(reply)), { queue: 'q' });
      await harness.settle();
      expect(await client.bus.request(subject('k.get'), {}, { timeoutMs: 1_000 })).toEqual(reply);
    });

    test('each of many concurrent requests receives its own reply', async () => {
      const [a, b] = [await join('a'), await join('b')];
      b.bus.serve(subject('k.double'), async ({ body }) => (body as number) * 2, { queue: 'api' });
      await harness.settle();
      const numbers = Array.from({ length: 200 }, (_, index) => index);
      const replies = await Promise.all(numbers.map((number) => a.bus.request(subject('k.double'), number, { timeoutMs: 1000 })));
      expect(replies).toEqual(numbers.map((number) => number * 2));
    });

    test('a requester is held until the reply, unless the reply may take lab time', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const answers: ((body: Body) => void)[] = [];
      b.bus.serve(subject('k.slow'), () => new Promise((resolve) => answers.push(resolve)), { queue: 'api' });
      await harness.settle();
      const held = a.bus.request(subject('k.slow'), 1, { timeoutMs: 1000 });
      await harness.settle();
      expect(a.activity.state().idle).toBe(false);
      answers[0]?.('first');
      expect(await held).toBe('first');
      await harness.settle();
      const free = a.bus.request(subject('k.slow'), 2, { timeoutMs: 1000, waits: 'lab' });
      await harness.settle();
      expect(a.activity.state().idle).toBe(true);
      answers[1]?.('second');
      expect(await free).toBe('second');
    });

    test('a request times out after its exact lab time, by an upkeep timer', async () => {
      const [a, b] = [await join('a'), await join('b')];
      b.bus.serve(subject('k.never'), () => new Promise(() => {}), { queue: 'api' });
      await harness.settle();
      const outcome = failureOf(a.bus.request(subject('k.never'), 1, { timeoutMs: 2500, waits: 'lab' }));
      await harness.settle();
      expect(a.clock.pending()).toEqual([{ at: START + 2500, timer: { name: 'bus-request-timeout', upkeep: true } }]);
      a.clock.advanceTo(START + 2499);
      expect(a.clock.pending()).toHaveLength(1);
      a.clock.advanceTo(START + 2500);
      expect(await outcome).toEqual({ code: 'timeout', message: 'no reply on k.never within 2500 ms' });
      expect(a.activity.state().idle).toBe(true);
    });

    test('a request to a dead receiver is lost at once, and leaves nothing behind', async () => {
      const [a, b] = [await join('a'), await join('b')];
      b.bus.serve(subject('k.never'), () => new Promise(() => {}), { queue: 'api' });
      await harness.settle();
      const gone = new StopSource();
      const outcome = failureOf(a.bus.request(subject('k.never'), 1, { timeoutMs: 2500, until: gone }));
      await harness.settle();
      gone.stop();
      expect(await outcome).toEqual({ code: 'lost', message: 'the reply on k.never is lost' });
      expect([a.clock.pending(), a.activity.state().idle]).toEqual([[], true]);
      expect(await failureOf(a.bus.request(subject('k.never'), 1, { timeoutMs: 2500, until: gone }))).toMatchObject({ code: 'lost' });
    });

    test('a request without a server fails at once', async () => {
      const a = await join('a');
      const outcome = await failureOf(a.bus.request(subject('k.nobody'), 1, { timeoutMs: 60_000 }));
      expect(outcome).toEqual({ code: 'no-responders', message: 'nobody serves k.nobody' });
      await harness.settle();
      expect([a.clock.now(), a.clock.pending(), a.activity.state().idle]).toEqual([START, [], true]);
    });

    test('a request reaches one server of its group', async () => {
      const [a, b, c] = [await join('a'), await join('b'), await join('c')];
      for (const { bus, name: process } of [b, c]) bus.serve(subject('k.who'), async () => process, { queue: 'api' });
      await harness.settle();
      const replies = await Promise.all(Array.from({ length: 60 }, () => a.bus.request(subject('k.who'), null, { timeoutMs: 1000 })));
      expect(new Set(replies)).toEqual(new Set(['b', 'c']));
      expect(b.bus.activity().received + c.bus.activity().received).toBe(60);
    });

    test('a failing handler refuses the request with its message', async () => {
      const [a, b] = [await join('a'), await join('b')];
      b.bus.serve(subject('k.bad'), () => Promise.reject(new Error('no such verb')), { queue: 'api' });
      await harness.settle();
      expect(await failureOf(a.bus.request(subject('k.bad'), 1, { timeoutMs: 1000 }))).toEqual({
        code: 'refused',
        message: 'no such verb',
      });
    });

    test('a handler that throws before its first await refuses, too', async () => {
      const [a, b] = [await join('a'), await join('b')];
      b.bus.serve(
        subject('k.bad'),
        () => {
          throw new Error('not even a promise');
        },
        { queue: 'api' },
      );
      await harness.settle();
      expect(await failureOf(a.bus.request(subject('k.bad'), 1, { timeoutMs: 1000 }))).toEqual({
        code: 'refused',
        message: 'not even a promise',
      });
    });

    test('a message above the payload limit is refused, and one just below arrives', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const taken = collect(b, 'k.big');
      b.bus.serve(subject('k.grow'), async ({ body }) => 'x'.repeat(body as number), { queue: 'api' });
      await harness.settle();
      const fits = 'x'.repeat(PAYLOAD_BYTES_MAX - 1000);
      const big = 'x'.repeat(PAYLOAD_BYTES_MAX);
      expect(() => a.bus.publish(subject('k.big'), big)).toThrow(expect.objectContaining({ name: 'BusError', code: 'too-large' }));
      expect(await failureOf(a.bus.request(subject('k.grow'), big, { timeoutMs: 1000 }))).toMatchObject({ code: 'too-large' });
      expect(await failureOf(a.bus.request(subject('k.grow'), PAYLOAD_BYTES_MAX, { timeoutMs: 1000 }))).toMatchObject({
        code: 'too-large',
      });
      a.bus.publish(subject('k.big'), fits);
      await harness.settle();
      expect(taken.map(({ body }) => body === fits)).toEqual([true]);
    });

    test('data messages are counted on both sides', async () => {
      const [a, b] = [await join('a'), await join('b')];
      collect(b, 'k.x');
      b.bus.serve(subject('k.api'), async () => 1, { queue: 'api' });
      await harness.settle();
      a.bus.publish(subject('k.x'), 1);
      await a.bus.request(subject('k.api'), 1, { timeoutMs: 1000 });
      await harness.settle();
      expect([a.bus.activity(), b.bus.activity()]).toEqual([
        { sent: 2, received: 1 },
        { sent: 1, received: 2 },
      ]);
    });
  });
}

/** Returns code and message of a request's BusError. */
async function failureOf(request: Promise<Body>): Promise<{ code: string; message: string }> {
  const error = await request.then(
    (body) => new Error(`answered with ${JSON.stringify(body)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof BusError)) throw error;
  return { code: error.code, message: error.message };
}
