import { ManualHost, StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { BODIES_BYTES_MAX, BodyRoom, SMALL_BODY_BYTES } from './body-room.ts';

const LARGE = BODIES_BYTES_MAX / 2;
const settled = async () => {
  for (let hop = 0; hop < 8; hop++) await undefined;
};

/** Creates a room with manual host time, and records the outcome of each body. */
function room() {
  const host = new ManualHost();
  let cleaned = 0;
  const bodies = new BodyRoom(host, () => {
    cleaned += 1;
  });
  const outcomes: string[] = [];
  const enter = (name: string, bytes: number, gone = new StopSource()) => {
    const taken = bodies.take(bytes, gone);
    taken.then((outcome) => outcomes.push(`${name} ${typeof outcome === 'string' ? outcome : 'entered'}`));
    return taken.then((outcome) => (typeof outcome === 'string' ? () => {} : outcome));
  };
  return { host, bodies, outcomes, enter, cleaned: () => cleaned };
}

test('bodies above the limit wait and enter in order', async () => {
  const { host, bodies, outcomes, enter, cleaned } = room();
  const [first] = [enter('a', LARGE), enter('b', LARGE), enter('c', LARGE), enter('d', SMALL_BODY_BYTES + 1)];
  await settled();
  expect([outcomes, bodies.held]).toEqual([['a entered', 'b entered'], BODIES_BYTES_MAX]);
  const leave = await first;
  leave();
  leave();
  await host.run(0);
  expect([outcomes, cleaned()]).toEqual([['a entered', 'b entered', 'c entered'], 1]);
});

test('small bodies never wait', async () => {
  const { outcomes, enter } = room();
  for (const name of ['a', 'b', 'c']) enter(name, LARGE);
  enter('small', SMALL_BODY_BYTES);
  await settled();
  expect(outcomes).toEqual(['a entered', 'b entered', 'small entered']);
});

test('a waiting body is refused after 15 s, and the next fitting body enters', async () => {
  const { host, outcomes, enter } = room();
  enter('a', LARGE);
  enter('too large', BODIES_BYTES_MAX);
  enter('b', LARGE);
  await host.run(14_999);
  expect(outcomes).toEqual(['a entered']);
  await host.run(1);
  expect(outcomes).toEqual(['a entered', 'too large full', 'b entered']);
});

test('a disconnecting client frees its place in the queue', async () => {
  const { host, bodies, outcomes, enter } = room();
  const leave = await enter('a', BODIES_BYTES_MAX);
  const going = new StopSource();
  enter('b', LARGE, going);
  enter('c', LARGE);
  going.stop();
  await settled();
  leave();
  await host.run(0);
  expect([outcomes, bodies.held]).toEqual([['a entered', 'b gone', 'c entered'], LARGE]);
});

test('at most a thousand bodies wait', async () => {
  const { outcomes, enter } = room();
  await enter('a', BODIES_BYTES_MAX);
  for (let index = 0; index < 1_001; index++) enter(`${index}`, LARGE);
  await settled();
  expect(outcomes).toEqual(['a entered', '1000 full']);
});
