import type { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { nodeTimer } from '@klockwork/host';
import { expect, test, vi } from 'vitest';
import { BodyOutlet } from './body-outlet.ts';
import { PartOutlet } from './part-outlet.ts';

const turn = () => new Promise(setImmediate);
const OPTIONS = { gzip: false, onFailure: () => expect.unreachable() };
const outletOf = (requestMs: number) => new BodyOutlet({ parts: new PartOutlet(nodeTimer), host: nodeTimer, requestMs });
const MIB = 1_024 * 1_024;

/** Creates a response whose client reads or stalls; `chunks` are the written bytes. */
function response(reads: boolean) {
  const chunks: Buffer[] = [];
  const state = {
    chunks,
    writable: new Writable({
      write(chunk: Buffer, _encoding, taken) {
        chunks.push(Buffer.from(chunk));
        if (reads) setImmediate(taken);
      },
    }),
  };
  return state;
}

const as = (writable: EventEmitter) => writable as ServerResponse;

test('twenty stalled clients of a 20 MB list hold less than 2 MiB and block no other client', async () => {
  const item = 'x'.repeat(1_000);
  const list = { texts: Array.from({ length: 20_000 }, () => item) };
  const outlet = outletOf(60_000);
  const unread = Array.from({ length: 20 }, () => response(false));
  for (const { writable } of unread) outlet.write(as(writable), list, OPTIONS);
  const read = response(true);
  outlet.write(as(read.writable), list, OPTIONS);
  await new Promise((resolve) => read.writable.once('close', resolve));
  expect(Buffer.concat(read.chunks).length).toBe(20_000_000);
  const held = unread.flatMap(({ chunks }) => chunks).reduce((sum, { length }) => sum + length, 0);
  expect(held).toBeGreaterThan(0);
  expect(held).toBeLessThan(2 * MIB);
  for (const { writable } of unread) writable.destroy();
});

test('many clients receive smaller parts: two hundred stalled ones hold at most 3 MiB', async () => {
  const outlet = outletOf(60_000);
  const unread = Array.from({ length: 200 }, () => response(false));
  for (const { writable } of unread) outlet.write(as(writable), 'x'.repeat(MIB), OPTIONS);
  for (let waiting = true; waiting; waiting = unread.some(({ chunks }) => chunks.length === 0)) await turn();
  await turn();
  expect(unread.flatMap(({ chunks }) => chunks).reduce((sum, { length }) => sum + length, 0)).toBe((16 * 1_024 - 64) * 200);
  for (const { writable } of unread) writable.destroy();
});

test('a client too slow for the time limit loses its connection', async () => {
  const outlet = outletOf(1);
  const { writable } = response(false);
  outlet.write(as(writable), 'x'.repeat(MIB), OPTIONS);
  await new Promise((resolve) => writable.once('close', resolve));
  expect(writable.destroyed).toBe(true);
});

test('a failure to create a body ends its own response only', async () => {
  const onFailure = vi.fn();
  const outlet = outletOf(60_000);
  const [broken, sound] = [response(true), response(true)];
  const texts = function* () {
    yield 'begun';
    throw new Error('broken');
  };
  outlet.write(as(broken.writable), { texts: texts() }, { gzip: false, onFailure });
  outlet.write(as(sound.writable), 'x'.repeat(MIB), OPTIONS);
  await new Promise((resolve) => sound.writable.once('close', resolve));
  expect([broken.writable.destroyed, onFailure.mock.calls]).toEqual([true, [[new Error('broken')]]]);
  expect(Buffer.concat(sound.chunks).length).toBe(MIB);
});
