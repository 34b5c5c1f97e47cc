import { CountingActivity, ManualClock } from '@klockwork/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Body, BusConnection } from '../control-channel.ts';
import type { BusMember } from '../memory-bus.ts';
import type { Subject } from '../subjects.ts';

/** Network under test, with one server: several preserve order per publisher only. */
export interface ControlHarness {
  connect(member: BusMember): Promise<BusConnection>;
  /** Kills the connection's process without notice, after its published messages reached the server. */
  kill(connection: BusConnection): Promise<void>;
  /** Resolves when all subscriptions are active and all published messages are delivered. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const LAB_NOW = 1_000_000;
/** Longer than any answer on one host takes, and shorter than a test's limit. */
const PATIENCE_MS = 5_000;
const subject = (text: string) => text as Subject<Body, Body>;

/** Contract suite of the ControlChannel port, beside the Bus on the same connection. */
export function controlChannelContract(name: string, make: () => Promise<ControlHarness>): void {
  describe(`${name} keeps the contract of a control channel`, () => {
    let harness: ControlHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    const join = async (process: string) => {
      const activity = new CountingActivity((then) => void Promise.resolve().then(then));
      const member = { name: process, clock: new ManualClock(LAB_NOW), activity };
      return { ...member, bus: await harness.connect(member) };
    };

    /** Collects all messages below `k.`, data and clock, in order of arrival. */
    const collect = ({ bus }: { bus: BusConnection }): string[] => {
      const taken: string[] = [];
      bus.subscribe(subject('k.data'), ({ body }) => taken.push(`data ${String(body)}`));
      bus.control.subscribe(subject('k.clock'), (body) => taken.push(`clock ${String(body)}`));
      return taken;
    };

    const interleaved = (rounds: number) => Array.from({ length: rounds }, (_, round) => [`data ${round}`, `clock ${round}`]).flat();

    test('a single server is not routed', async () => {
      const a = await join('a');
      expect(a.bus.control.routed).toBe(false);
    });

    test('messages reach all subscribers including the sender, unmodified and in order', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const [atA, atB]: Body[][] = [[], []];
      for (const [{ bus }, taken] of [
        [a, atA],
        [b, atB],
      ] as const)
        bus.control.subscribe(subject('k.*'), (body) => taken?.push(body));
      await harness.settle();
      const sent = Array.from({ length: 200 }, (_, round) => ({ round, next: null, name: 'é' }));
      for (const body of sent) a.bus.control.publish(subject('k.clock'), body);
      await harness.settle();
      expect([atA, atB]).toEqual([sent, sent]);
    });

    test('data and clock messages of a process arrive in order of sending', async () => {
      const [p, q] = [await join('p'), await join('q')];
      const taken = collect(q);
      await harness.settle();
      for (let round = 0; round < 300; round++) {
        p.bus.publish(subject('k.data'), round);
        p.bus.control.publish(subject('k.clock'), round);
      }
      await harness.settle();
      expect(taken).toEqual(interleaved(300));
    });

    test('data sent before a report arrives before the question that follows the report', async () => {
      const [p, q, c] = [await join('p'), await join('q'), await join('c')];
      const taken = collect(q);
      c.bus.control.subscribe(subject('k.report'), (body) => c.bus.control.publish(subject('k.clock'), body));
      await harness.settle();
      for (let round = 0; round < 300; round++) {
        p.bus.publish(subject('k.data'), round);
        p.bus.control.publish(subject('k.report'), round);
        if (round % 10 === 0) await harness.settle();
      }
      await harness.settle();
      const seen = new Set<string>();
      const early = taken.filter((each) => (each.startsWith('data') ? !seen.add(each) : !seen.has(each.replace('clock', 'data'))));
      expect([taken.length, early]).toEqual([600, []]);
    });

    test('a question is answered at once by its subscriber', async () => {
      const [a, b] = [await join('a'), await join('b')];
      b.bus.control.subscribe(subject('k.to.b'), (body, reply) => reply({ echo: body }));
      await harness.settle();
      const answers = await Promise.all(Array.from({ length: 20 }, (_, each) => a.bus.control.ask(subject('k.to.b'), each, PATIENCE_MS)));
      expect(answers).toEqual(Array.from({ length: 20 }, (_, each) => ({ body: { echo: each } })));
    });

    test('a question to a silent process ends by host time', async () => {
      const [a, b] = [await join('a'), await join('b')];
      let asked: Body = null;
      b.bus.control.subscribe(subject('k.to.b'), (body) => {
        asked = body;
      });
      await harness.settle();
      expect(await a.bus.control.ask(subject('k.to.b'), 'there?', 20)).toEqual({ none: 'timeout' });
      await harness.settle();
      expect(asked).toBe('there?');
    });

    test('a question without subscribers ends at once', async () => {
      const a = await join('a');
      expect(await a.bus.control.ask(subject('k.to.nobody'), 1, PATIENCE_MS)).toEqual({ none: 'no-responders' });
    });

    test('the death of a process is reported after all its messages', async () => {
      const [p, q] = [await join('p'), await join('q')];
      const taken = collect(q);
      p.bus.control.subscribe(subject('k.to.p'), (_body, reply) => reply('alive'));
      await harness.settle();
      for (let round = 0; round < 300; round++) {
        p.bus.publish(subject('k.data'), round);
        p.bus.control.publish(subject('k.clock'), round);
      }
      const killed = harness.kill(p.bus);
      // A question that arrives during the death stays unanswered and is repeated.
      const ask = () => q.bus.control.ask(subject('k.to.p'), 1, 50);
      let answer = await ask();
      while (!('none' in answer) || answer.none === 'timeout') answer = await ask();
      expect([answer, taken]).toEqual([{ none: 'no-responders' }, interleaved(300)]);
      await killed;
    });

    test('clock messages leave no trace in Activity, count no message, and move no time', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const during: boolean[] = [];
      b.bus.control.subscribe(subject('k.>'), (_body, reply) => {
        during.push(b.activity.state().idle);
        reply(b.clock.now());
      });
      await harness.settle();
      const before = [a, b].map(({ activity, bus, clock }) => [activity.state().epoch, bus.activity(), clock.now(), clock.pending()]);
      a.clock.advanceTo(LAB_NOW + 10);
      a.bus.control.publish(subject('k.clock'), 1);
      const asking = a.bus.control.ask(subject('k.to.b'), 2, PATIENCE_MS);
      expect([a.activity.state().idle, a.clock.pending()]).toEqual([true, []]);
      expect(await asking).toEqual({ body: LAB_NOW });
      const after = [a, b].map(({ activity, bus, clock }) => [activity.state().epoch, bus.activity(), clock.now(), clock.pending()]);
      expect([during, after]).toEqual([
        [true, true],
        [before[0]?.with(2, LAB_NOW + 10), before[1]],
      ]);
    });

    test('a stopped subscription receives no clock message', async () => {
      const [a, b] = [await join('a'), await join('b')];
      const taken: Body[] = [];
      const subscription = b.bus.control.subscribe(subject('k.clock'), (body) => {
        taken.push(body);
        if (body === 2) subscription.stop();
      });
      await harness.settle();
      for (const each of [1, 2, 3, 4]) a.bus.control.publish(subject('k.clock'), each);
      await harness.settle();
      expect(taken).toEqual([1, 2]);
    });
  });
}
