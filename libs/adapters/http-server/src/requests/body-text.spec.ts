import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { bodyText } from './body-text.ts';

const MIB = 1_024 * 1_024;

test.each(['x', 'ü', '€', '😀'])('a large body of %s is decoded across part boundaries', (character) => {
  for (let offset = 0; offset < 4; offset++) {
    const text = 'x'.repeat(offset) + character.repeat(300_000);
    expect(bodyText(Buffer.from(text)) === text).toBe(true);
  }
});

test('a body of malformed UTF-8 has no text', () => {
  expect([bodyText(Buffer.from([0xff])), bodyText(Buffer.alloc(MIB, 0xff)), bodyText(Buffer.alloc(0))]).toEqual([undefined, undefined, '']);
});

test('texts of large bodies are freed as young garbage without memory outside the heap', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' | 'major' }) => void;
  const body = Buffer.alloc(3 * MIB, 'x');
  collect({ type: 'major' });
  const before = process.memoryUsage().external;
  for (let count = 0; count < 20; count++) {
    expect(bodyText(body)?.length).toBe(3 * MIB);
    collect({ type: 'minor' });
  }
  expect(process.memoryUsage().external - before).toBeLessThan(3 * MIB);
});
