import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { nodeTimer } from '@klockwork/host';
import { type HostTimer, ManualHost } from '@klockwork/kernel';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { PartOutlet } from './part-outlet.ts';
import { CALM_MS, MANY, SlowStreams } from './slow-streams.ts';
import { StreamOutlet } from './stream-outlet.ts';

/** Creates an outlet that records when slow streams make memory scarce or plenty. */
const newOutlet = (changes: boolean[] = [], idle: HostTimer = nodeTimer) =>
  new StreamOutlet({
    parts: new PartOutlet(nodeTimer),
    host: nodeTimer,
    slow: new SlowStreams({ collect() {}, setScarce: (isScarce) => changes.push(isScarce) }, idle),
  });
const turn = () => new Promise(setImmediate);
const MIB = 1_024 * 1_024;

/** Creates a response that records its chunks; `full` simulates a slow client. */
function response(full = false) {
  const chunks: string[] = [];
  const state = Object.assign(new EventEmitter(), {
    chunks,
    ended: false,
    writable: true,
    writableNeedDrain: full,
    writableHighWaterMark: 16,
    destroyed: false,
    write: (chunk: Uint8Array) => chunks.push(String(chunk)) > 0 && !full,
    end: () => {
      state.ended = true;
    },
  });
  return state;
}

const sinkOf = (outlet: StreamOutlet, state: object, onWrite = () => {}) =>
  outlet.sinkOf(state as ServerResponse, { onWrite, onFailure: () => expect.unreachable() });

test('lines of one turn leave as one chunk at its end; onWrite runs when they begin to wait and when they leave', async () => {
  const state = response();
  const onWrite = vi.fn();
  const sink = sinkOf(newOutlet(), state, onWrite);
  expect([sink.write('a\n'), sink.write('b\n')]).toEqual([true, true]);
  expect([state.chunks, onWrite.mock.calls.length]).toEqual([[], 1]);
  await turn();
  expect(onWrite.mock.calls.length).toBe(2);
  expect(state.chunks).toEqual(['a\nb\n']);
  sink.write('c\n');
  await turn();
  expect(state.chunks).toEqual(['a\nb\n', 'c\n']);
});

test('bytes and the end follow earlier lines', async () => {
  const state = response();
  const sink = sinkOf(newOutlet(), state);
  sink.write('a');
  sink.write(Buffer.from('b'));
  sink.write('c');
  sink.end();
  expect(state.chunks).toEqual(['a', 'b', 'c']);
  expect(state.ended).toBe(true);
  await turn();
  expect(state.chunks).toHaveLength(3);
});

test('write returns false above the buffer limit and for a slow client; drained flushes first', async () => {
  const state = response();
  const sink = sinkOf(newOutlet(), state);
  expect([sink.write('x'.repeat(MIB - 1)), sink.write('x')]).toEqual([true, false]);
  await sink.drained();
  expect(state.chunks.map(({ length }) => length)).toEqual([...Array(64).fill(16_320), MIB - 64 * 16_320]);
  expect(sink.write('y')).toBe(true);
  expect(sinkOf(newOutlet(), response(true)).write('z')).toBe(false);
});

/** Creates an outlet with many slow clients. */
async function crowdedOutlet(): Promise<StreamOutlet> {
  const outlet = newOutlet();
  for (let count = 0; count < MANY; count++) void sinkOf(outlet, response(true)).drained();
  await turn();
  return outlet;
}

test('with many slow clients, write returns false above a lower limit', async () => {
  const sink = sinkOf(await crowdedOutlet(), response());
  expect([sink.write('x'.repeat(32 * 1_024 - 1)), sink.write('x')]).toEqual([true, false]);
});

test('a slow client of few holds up to a MiB of unread bytes', async () => {
  const client = unread();
  const sink = sinkOf(newOutlet(), client);
  const drained = vi.fn();
  const lineOf4KiB = `${'x'.repeat(4_095)}\n`;
  for (let line = 0; line < 512; line++) sink.write(lineOf4KiB);
  void sink.drained().then(drained);
  await turn();
  expect([client.writableLength >= MIB, client.writableLength < MIB + 16_384, drained.mock.calls]).toEqual([true, true, []]);
  client.destroy();
});

test('a crowd of clients that stop to read at once holds little', async () => {
  const outlet = newOutlet();
  const clients = Array.from({ length: 500 }, unread);
  const sinks = clients.map((client) => sinkOf(outlet, client));
  const lineOf8KiB = `${'x'.repeat(8_191)}\n`;
  for (let line = 0; line < 128; line++) for (const sink of sinks) sink.write(lineOf8KiB);
  for (const sink of sinks) void sink.drained();
  const held = clients.reduce((sum, client) => sum + client.writableLength, 0);
  expect(held).toBeLessThan(48 * MIB);
  for (const client of clients) client.destroy();
});

test('a stalled client of many receives one slice, and later the rest and the end', async () => {
  const state = response(true);
  const sink = sinkOf(await crowdedOutlet(), state);
  const text = 'x'.repeat(40 * 1_024);
  expect([sink.write(text), sink.write('behind')]).toEqual([false, false]);
  await turn();
  expect(state.chunks.map(({ length }) => length)).toEqual([16_320]);
  sink.end();
  const drained = sink.drained();
  for (let times = 0; times < 2; times++) {
    expect(state.ended).toBe(false);
    state.emit('drain');
    await turn();
  }
  Object.assign(state, { writableNeedDrain: false });
  state.emit('drain');
  await drained;
  expect([state.chunks.join(''), state.ended]).toEqual([`${text}behind`, true]);
});

test('many clients that do not read make memory scarce until they read or leave', async () => {
  const changes: boolean[] = [];
  const host = new ManualHost();
  const outlet = newOutlet(changes, host);
  const states = Array.from({ length: 2 * MANY }, () => response());
  const sinks = states.map((state) => sinkOf(outlet, state));
  const all = async () => {
    for (const sink of sinks) sink.write('x');
    await Promise.all(sinks.map((sink) => sink.drained()));
  };
  await all();
  expect(changes).toEqual([]);
  for (const state of states) state.writableNeedDrain = true;
  const drained = all();
  await turn();
  expect(changes).toEqual([true]);
  for (const [index, state] of states.entries()) state.emit(index < MANY ? 'drain' : 'close');
  await drained;
  await host.run(CALM_MS);
  expect(changes).toEqual([true, false]);
});

test('a slice contains complete lines', async () => {
  const state = response();
  const sink = sinkOf(newOutlet(), state);
  const line = `${'x'.repeat(5_999)}\n`;
  for (let index = 0; index < 4; index++) sink.write(line);
  await sink.drained();
  expect(state.chunks).toEqual([line + line, line + line]);
});

test('a disconnected client receives nothing and delays no writer', async () => {
  const state = response();
  const sink = sinkOf(newOutlet(), state);
  sink.write('a');
  Object.assign(state, { writable: false, destroyed: true });
  await turn();
  expect([sink.write('b'), sink.write(Buffer.from('c'))]).toEqual([false, false]);
  await turn();
  await sink.drained();
  expect(state.chunks).toEqual([]);
});

test('many streams are served in several turns, each with all lines so far', async () => {
  const outlet = newOutlet();
  const states = Array.from({ length: 12 }, () => response());
  const sinks = states.map((state) => sinkOf(outlet, state));
  for (const sink of sinks) sink.write('1');
  await turn();
  for (const sink of sinks) sink.write('2');
  // Each turn serves at least one stream.
  for (const _ of states) await turn();
  const seen = states.map(({ chunks }) => chunks.join('|'));
  expect(seen).toContain('1|2');
  expect(seen).toContain('12');
  expect(seen.map((text) => text.replace('|', ''))).toEqual(states.map(() => '12'));
});

test('each client receives its own lines in order under any schedule', async () => {
  const said = fc.record({
    to: fc.nat(2),
    what: fc.constantFrom('a\n', 'ü\n', Buffer.from('bytes\n'), 'turn' as const, 'drained' as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(said), async (all) => {
      const outlet = newOutlet();
      const states = [response(), response(), response()];
      const sinks = states.map((state) => sinkOf(outlet, state));
      const expected = ['', '', ''];
      for (const { to, what } of all) {
        if (what === 'turn') await turn();
        else if (what === 'drained') await sinks[to]?.drained();
        else {
          sinks[to]?.write(what);
          expected[to] += String(what);
        }
      }
      for (const sink of sinks) sink.end();
      expect(states.map(({ chunks }) => chunks.join(''))).toEqual(expected);
    }),
  );
});

test('a stream flushed early still waits for one turn and delays no other stream', async () => {
  const outlet = newOutlet();
  const [busy, other] = [response(), response()];
  const sink = sinkOf(outlet, busy);
  for (let line = 0; line < 1_000; line++) {
    sink.write('a\n');
    await sink.drained();
  }
  sinkOf(outlet, other).write('b\n');
  await turn();
  expect([busy.chunks.length, other.chunks]).toEqual([1_000, ['b\n']]);
});

/** Creates a response whose client reads nothing: no write is ever acknowledged. */
function unread() {
  const chunks: Buffer[] = [];
  return Object.assign(new Writable({ write: (chunk: Buffer) => void chunks.push(Buffer.from(chunk)) }), { chunks });
}

const asResponse = (writable: Writable) => writable as unknown as ServerResponse;
const LINE = ['{"type":"ADDED","object":', 'x'.repeat(5_000), '}\n'];

test('three hundred clients that never read 20 MB of initial lines cost one part each, created in the turn that sends it', async () => {
  const outlet = newOutlet();
  const clients = Array.from({ length: 300 }, unread);
  let created = 0;
  const lines = function* () {
    for (let index = 0; index < 4_000; index++) {
      created += 1;
      yield LINE;
    }
  };
  for (const client of clients) {
    const sink = outlet.sinkOf(asResponse(client), { onWrite: () => {}, onFailure: () => expect.unreachable() });
    void sink.writeAll?.(lines());
  }
  expect(created).toBe(0);
  while (clients.some(({ chunks }) => chunks.length === 0)) await turn();
  for (let times = 0; times < 10; times++) await turn();
  const held = clients.flatMap(({ chunks }) => chunks).reduce((sum, { length }) => sum + length, 0);
  expect(held).toBe(300 * (16 * 1_024 - 64));
  expect(created).toBe(300 * Math.ceil(held / 300 / LINE.join('').length));
  for (const client of clients) client.destroy();
});

test('initial lines arrive complete and before later ones; writeAll resolves once they were received, or the client is gone', async () => {
  const outlet = newOutlet();
  const state = response();
  const received: (() => void)[] = [];
  const write = (chunk: Uint8Array, taken?: () => void) => {
    state.chunks.push(String(chunk));
    if (taken) received.push(taken);
    return true;
  };
  const sink = sinkOf(outlet, Object.assign(state, { write }));
  let isOver = false;
  const over = sink.writeAll?.([['a', 'b\n'], ['c\n']]).then(() => {
    isOver = true;
  });
  await turn();
  await turn();
  expect([state.chunks, isOver]).toEqual([['ab\nc\n'], false]);
  received[0]?.();
  await over;
  sink.write('d\n');
  await turn();
  expect(state.chunks).toEqual(['ab\nc\n', 'd\n']);
  const gone = sink.writeAll?.([LINE]);
  await turn();
  state.emit('close');
  await gone;
});

test('a failure to create an initial line is reported and ends its own stream only', async () => {
  const outlet = newOutlet();
  const client = unread();
  const onFailure = vi.fn();
  const failing = function* (): Generator<string[]> {
    yield LINE;
    throw new Error('broken');
  };
  await outlet.sinkOf(asResponse(client), { onWrite: () => {}, onFailure }).writeAll?.(failing());
  expect([client.destroyed, onFailure.mock.calls]).toEqual([true, [[new Error('broken')]]]);
});
