import type { BusSession, SessionPart } from '@klockwork/bus';
import { expect, test } from 'vitest';
import { PartsToClient } from './parts-to-client.ts';

/** Returns queued parts for a client that reads them singly, on command. */
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

test('early parts wait for the client, then are sent in order, each after the previous one is taken', async () => {
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

test('waiting parts are dropped at the end', async () => {
  const { parts, written, takes } = aClient();
  parts.open();
  parts.add(part('a'));
  parts.add(part('b'));
  parts.drop();
  await takes();
  expect(written).toEqual(['a']);
});
