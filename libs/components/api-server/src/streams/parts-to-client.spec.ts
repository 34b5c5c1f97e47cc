import type { BusSession, SessionPart } from '@klockwork/bus';
import { expect, it } from 'vitest';
import { PartsToClient } from './parts-to-client.ts';

/** Parts on their way to a client that takes one at a time, when it is told to. */
function aClient() {
  const written: string[] = [];
  const taken: number[] = [];
  let take = () => {};
  const parts = new PartsToClient(({ bytes = '' }) => {
    written.push(bytes);
    return new Promise<void>((resolve) => {
      take = resolve;
    });
  });
  parts.from({ taken: (bytes: number) => void taken.push(bytes) } as Partial<BusSession> as BusSession);
  const takes = async () => {
    take();
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
  };
  return { parts, written, taken, takes };
}

const part = (bytes: string): SessionPart => ({ channel: 'stdout', bytes });

it('what comes before the client is there waits, and then goes in order, each when the last was taken', async () => {
  const { parts, written, taken, takes } = aClient();
  parts.add(part('a'));
  parts.add(part('bc'));
  expect(written).toEqual([]);
  parts.open();
  expect([written, taken]).toEqual([['a'], []]);
  await takes();
  expect([written, taken]).toEqual([['a', 'bc'], [1]]);
  await takes();
  parts.add(part('d'));
  expect([written, taken]).toEqual([
    ['a', 'bc', 'd'],
    [1, 2],
  ]);
});

it('once it is over what waits is dropped', async () => {
  const { parts, written, takes } = aClient();
  parts.open();
  parts.add(part('a'));
  parts.add(part('b'));
  parts.drop();
  await takes();
  expect(written).toEqual(['a']);
});
