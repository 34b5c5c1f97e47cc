import { CountingActivity, ManualClock, SeededRandom } from '@klockwork/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BusFaults } from './bus-faults.ts';
import { BusSession, type SessionEnd } from './bus-session.ts';
import { MemoryBusNetwork } from './memory-bus-network.ts';
import { subjectsOf } from './subjects.ts';

const subjects = subjectsOf('lab');

async function settle(): Promise<void> {
  for (let turn = 0; turn < 300; turn++) await Promise.resolve();
}

/** End of a session with its received parts. A slow reader acknowledges no bytes by itself. */
interface End {
  readonly session: BusSession;
  readonly parts: string[];
  readonly ends: SessionEnd[];
  readonly activity: CountingActivity;
  bytes: number;
}

/** Two processes, `client` and `agent`, with a session. */
function pair({ faults = {}, slow = false, seed = 1 }: { faults?: Partial<BusFaults>; slow?: boolean; seed?: number } = {}) {
  const clock = new ManualClock(0);
  const network = new MemoryBusNetwork({ clock, random: new SeededRandom(seed), faults });
  const end = (own: 'client' | 'agent', peer: 'client' | 'agent'): End => {
    const activity = new CountingActivity((then) => void Promise.resolve().then(then));
    const parts: string[] = [];
    const ends: SessionEnd[] = [];
    const session: BusSession = new BusSession({
      bus: network.connect({ name: own, clock, activity }),
      clock,
      own: subjects.session('1', own),
      peer: subjects.session('1', peer),
      object: 'pods/default/web',
      onPart: ({ channel, bytes }) => {
        parts.push(`${channel}:${bytes ?? 'END'}`);
        made.bytes += bytes?.length ?? 0;
        if (!slow) session.taken(bytes?.length ?? 0);
      },
      onEnd: (how) => ends.push(how),
    });
    const made = { session, parts, ends, activity, bytes: 0 };
    return made;
  };
  return { clock, network, client: end('client', 'agent'), agent: end('agent', 'client') };
}

test("data on channels arrives in order, with channel ends, then the session's end", async () => {
  const { client, agent } = pair();
  client.session.send('stdin', 'ls\n');
  client.session.send('stdin', '\u0000\u00ff');
  client.session.end('stdin');
  client.session.send('resize', '{}');
  await settle();
  agent.session.send('stdout', 'a b\n');
  agent.session.close();
  await settle();
  expect([agent.parts, agent.ends]).toEqual([['stdin:ls\n', 'stdin:\u0000\u00ff', 'stdin:END', 'resize:{}'], []]);
  expect([client.parts, client.ends]).toEqual([['stdout:a b\n'], ['closed']]);
});

test('messages arrive unmodified, whatever waits before them', async () => {
  const { client, agent } = pair();
  const block = 'x'.repeat(100 * 1024);
  client.session.send('stdin', block);
  for (const text of ['{"a":1}', '{"b":2}', 'y'.repeat(64 * 1024)]) client.session.message('connect', text);
  client.session.send('connect', 'z');
  await settle();
  expect(agent.parts.filter((part) => part.startsWith('connect'))).toEqual([
    'connect:{"a":1}',
    'connect:{"b":2}',
    `connect:${'y'.repeat(64 * 1024)}`,
    'connect:z',
  ]);
  expect(agent.bytes).toBe(164 * 1024 + 15);
});

test('an idle session holds nothing', async () => {
  const { client, agent } = pair();
  client.session.send('stdin', 'ls\n');
  await settle();
  expect([client.activity.state().idle, agent.activity.state().idle]).toEqual([true, true]);
});

test("a sender stops at a slow reader's window, and continues as the window opens", async () => {
  const { client, agent } = pair({ slow: true });
  let caughtUp = false;
  void client.session.send('stdin', 'x'.repeat(300_000))?.then(() => {
    caughtUp = true;
  });
  await settle();
  expect([agent.bytes, caughtUp]).toEqual([262_144, false]);
  agent.session.taken(200_000);
  await settle();
  expect([agent.bytes, caughtUp]).toEqual([300_000, true]);
});

test('data sent before the end arrives first, also at a slow reader', async () => {
  const { client, agent } = pair({ slow: true });
  client.session.send('stdin', 'x'.repeat(600_000));
  client.session.close();
  for (let round = 0; round < 8; round++) {
    await settle();
    agent.session.taken(100_000);
  }
  await settle();
  expect([agent.bytes, agent.ends, client.ends]).toEqual([600_000, ['closed'], []]);
});

test('an opener is silent until the other end listens, and sends then what was said before', async () => {
  const clock = new ManualClock(0);
  const network = new MemoryBusNetwork({ clock, random: new SeededRandom(1) });
  const heard: string[] = [];
  const end = (own: 'client' | 'agent', peer: 'client' | 'agent', opens: { isOpener?: true }) =>
    new BusSession({
      ...{ clock, own: subjects.session('1', own), peer: subjects.session('1', peer), object: 'pods/default/web', ...opens },
      bus: network.connect({ name: own, clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) }),
      onPart: ({ channel, bytes }) => void heard.push(`${own} ${channel}:${bytes ?? 'END'}`),
      onEnd: (how) => void heard.push(`${own} ${how}`),
    });
  const client = end('client', 'agent', { isOpener: true });
  client.send('stdin', 'ls\n');
  // Two keep-alive frames would be due.
  clock.advanceTo(10_000);
  await settle();
  expect(heard).toEqual([]);
  end('agent', 'client', {});
  await settle();
  expect(heard).toEqual([]);
  client.begin();
  client.close();
  await settle();
  expect([heard, clock.pending()]).toEqual([['agent stdin:ls\n', 'agent closed'], []]);
});

test('an aborted end sends no further data', async () => {
  const { client, agent } = pair({ slow: true });
  const sent = client.session.send('stdin', 'x'.repeat(600_000));
  client.session.abort();
  await sent;
  await settle();
  expect([agent.bytes <= 262_144, agent.ends]).toEqual([true, ['closed']]);
});

test('the death of a process ends the session at the next frame', async () => {
  const { network, client } = pair();
  network.disconnect('agent');
  client.session.send('stdin', 'ls\n');
  await settle();
  expect(client.ends).toEqual(['lost']);
});

test('the death of a process ends a silent session within five seconds', async () => {
  const { clock, network, client } = pair();
  await settle();
  network.disconnect('agent');
  clock.advanceTo(4_999);
  await settle();
  expect(client.ends).toEqual([]);
  clock.advanceTo(5_000);
  await settle();
  expect([client.ends, clock.pending()]).toEqual([['lost'], []]);
});

test('an ended session leaves neither timers nor subscriptions', async () => {
  const { clock, client, agent, network } = pair();
  client.session.close();
  await settle();
  expect([agent.ends, clock.pending()]).toEqual([['closed'], []]);
  const other = network.connect({ name: 'other', clock, activity: client.activity });
  const frame = { sequence: 1, taken: 0, parts: [] };
  await expect(other.request(subjects.session('1', 'agent'), frame, { timeoutMs: 1 })).rejects.toThrow('nobody serves');
});

test('a session over a lossy bus delivers all data once and in order, or is lost', async () => {
  const words = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.string({ minLength: 1, maxLength: 5 })), { maxLength: 12 });
  const chance = fc.constantFrom(0, 0.2);
  await fc.assert(
    fc.asyncProperty(words, chance, chance, fc.integer(), async (said, dropRequest, dropReply, seed) => {
      const { clock, client, agent } = pair({ faults: { dropRequest, dropReply }, seed });
      for (const [channel, bytes] of said) client.session.send(channel, bytes);
      client.session.close();
      for (let second = 1; second <= 100; second++) {
        await settle();
        clock.advanceTo(second * 5_000);
      }
      const all = (parts: readonly string[]) => parts.map((part) => part.split(/:(.*)/s)[1]).join('');
      const expected = said.map(([, bytes]) => bytes).join('');
      if (agent.ends[0] === 'closed') expect(all(agent.parts)).toBe(expected);
      else expect(expected.startsWith(all(agent.parts))).toBe(true);
      expect(agent.ends).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});
