import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OperationParser, type Operations } from './operation-parser.ts';

class Recorder implements Operations {
  readonly seen: unknown[] = [];
  connect = (options: string) => void this.seen.push(['connect', options]);
  ping = () => void this.seen.push(['ping']);
  pong = () => void this.seen.push(['pong']);
  subscribe = (...args: unknown[]) => void this.seen.push(['subscribe', ...args]);
  unsubscribe = (...args: unknown[]) => void this.seen.push(['unsubscribe', ...args]);
  publish = (subject: string, reply: string | undefined, headerBytes: number, frame: Buffer) =>
    void this.seen.push(['publish', subject, reply, headerBytes, frame.toString('latin1')]);
}

const PAYLOAD_MAX = 1024 * 1024;

function parsed(chunks: readonly Buffer[]): unknown[] {
  const recorder = new Recorder();
  const parser = new OperationParser(recorder, PAYLOAD_MAX);
  for (const chunk of chunks) parser.parse(chunk);
  return recorder.seen;
}

const text = (value: string) => Buffer.from(value, 'utf8');

test('every operation is read with all its words', () => {
  const stream = [
    'CONNECT {"name":"é"}\r\n',
    'PING\r\n',
    'pong\n',
    '+OK\r\nINFO {}\r\n',
    'SUB a.* 1\r\nSUB a.> q 2\r\n',
    'UNSUB 1\r\nUNSUB 2 5\r\nUNSUB 3 0\r\n',
    'PUB a 2\r\nhi\r\nPUB a r 0\r\n\r\n',
    'hpub  a\t14 16\r\nNATS/1.0\r\nA\r\n\r\n!\r\n',
    'HPUB a r 12 12\r\nNATS/1.0\r\n\r\n\r\n',
  ];
  expect(parsed([text(stream.join(''))])).toEqual([
    ['connect', '{"name":"é"}'],
    ['ping'],
    ['pong'],
    ['subscribe', 'a.*', undefined, '1'],
    ['subscribe', 'a.>', 'q', '2'],
    ['unsubscribe', '1', undefined],
    ['unsubscribe', '2', 5],
    ['unsubscribe', '3', undefined],
    ['publish', 'a', undefined, 0, 'hi\r\n'],
    ['publish', 'a', 'r', 0, '\r\n'],
    ['publish', 'a', undefined, 14, 'NATS/1.0\r\nA\r\n\r\n!\r\n'.slice(0, 18)],
    ['publish', 'a', 'r', 12, 'NATS/1.0\r\n\r\n\r\n'],
  ]);
});

const subject = fc.constantFrom('a', 'a.b', 'klockwork.lab.log.core.pods.default.PodBound', 'é.ü');
const payload = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

function pub(subjectText: string, reply: string | undefined, body: Buffer): Buffer {
  const words = ['PUB', subjectText, ...(reply === undefined ? [] : [reply]), body.length];
  return Buffer.concat([text(`${words.join(' ')}\r\n`), body, text('\r\n')]);
}

function hpub(subjectText: string, body: Buffer): Buffer {
  const header = text('NATS/1.0\r\nkey: value\r\n\r\n');
  return Buffer.concat([text(`HPUB ${subjectText} ${header.length} ${header.length + body.length}\r\n`), header, body, text('\r\n')]);
}

const operation = fc.oneof(
  fc.constantFrom('PING\r\n', 'PONG\r\n', 'SUB a.> 1\r\n', 'SUB a q 22\r\n', 'UNSUB 22 3\r\n', 'CONNECT {"verbose":false}\r\n').map(text),
  fc.tuple(subject, fc.option(subject, { nil: undefined }), payload).map(([to, reply, body]) => pub(to, reply, body)),
  fc.tuple(subject, payload).map(([to, body]) => hpub(to, body)),
);

/** Splits the stream at these offsets. */
function cut(stream: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (stream.length + 1)))].sort((a, b) => a - b);
  return [...ends, stream.length].map((end, index) => stream.subarray(index === 0 ? 0 : ends[index - 1], end));
}

test('a stream gives the same operations however it is cut', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 60 }), (operations, places) => {
      const stream = Buffer.concat(operations);
      expect(parsed(cut(stream, places))).toEqual(parsed([stream]));
    }),
  );
});

test('a stream cut into single bytes gives the same operations', () => {
  const stream = Buffer.concat([pub('a', 'r', Buffer.alloc(5000, 'x')), hpub('b', Buffer.from('y')), text('PING\r\n')]);
  expect(parsed(Array.from(stream, (byte) => Buffer.from([byte])))).toEqual(parsed([stream]));
});

test.each([
  ['FOO\r\n', 'Unknown Protocol Operation'],
  ['\r\n', 'Unknown Protocol Operation'],
  ['MSG a 1 1\r\n', 'Unknown Protocol Operation'],
  ['PUB a 1\r\nxy\r\n', 'Unknown Protocol Operation'],
  ['PUB a\r\n', 'Parser Error'],
  ['PUB a b c 1\r\n', 'Parser Error'],
  ['PUB a -1\r\n', 'Parser Error'],
  ['PUB a 1e3\r\n', 'Parser Error'],
  ['HPUB a 12\r\n', 'Parser Error'],
  ['HPUB a 20 10\r\n', 'Parser Error'],
  ['SUB a\r\n', 'Parser Error'],
  ['SUB a b c d\r\n', 'Parser Error'],
  ['UNSUB\r\n', 'Parser Error'],
  [`PUB a ${PAYLOAD_MAX + 1}\r\n`, 'Maximum Payload Violation'],
  [`SUB ${'a'.repeat(5000)} 1\r\n`, 'maximum control line exceeded'],
  ['a'.repeat(5000), 'maximum control line exceeded'],
])('%j is refused', (stream, message) => {
  expect(() => parsed([text(stream)])).toThrow(message);
});

test('operations before a violation are executed', () => {
  const recorder = new Recorder();
  const parser = new OperationParser(recorder, PAYLOAD_MAX);
  expect(() => parser.parse(text('PING\r\nFOO\r\nPING\r\n'))).toThrow('Unknown Protocol Operation');
  expect(recorder.seen).toEqual([['ping']]);
});
