import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DICTIONARY_ID, headerDictionary } from './dictionary.ts';
import { SpdyError, type SpdyFrame, type SpdyHeaders } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { FrameWriter } from './frame-writer.ts';
import { storedDeflate } from './testing/index.ts';
import { concat, uint32s } from './wire.ts';

/** Zero to 2^bits - 1. */
const bits = (count: number) => fc.integer({ min: 0, max: 2 ** count - 1 });
const text = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 30 });
const name = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz-'), minLength: 1, maxLength: 12 });
const headers: fc.Arbitrary<SpdyHeaders> = fc.array(fc.tuple(name, text), { maxLength: 5 }).map((pairs) => new Map(pairs));
const fin = fc.boolean();
const stream = bits(31);

const anyFrame: fc.Arbitrary<SpdyFrame> = fc.oneof(
  fc.record({
    ...{ type: fc.constant('syn-stream' as const), stream, associated: stream, priority: bits(3), fin },
    ...{ unidirectional: fc.boolean(), headers },
  }),
  fc.record({ type: fc.constantFrom('syn-reply' as const, 'headers' as const), stream, fin, headers }),
  fc.record({ type: fc.constant('data' as const), stream, fin, bytes: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ type: fc.constant('rst-stream' as const), stream, status: bits(32) }),
  fc.record({
    ...{ type: fc.constant('settings' as const), clear: fc.boolean() },
    settings: fc.array(fc.record({ id: bits(24), flags: bits(8), value: bits(32) }), { maxLength: 4 }),
  }),
  fc.record({ type: fc.constant('ping' as const), id: bits(32) }),
  fc.record({ type: fc.constant('goaway' as const), lastStream: stream, status: bits(32) }),
  fc.record({ type: fc.constant('window-update' as const), stream, delta: bits(31) }),
);

function written(frames: readonly SpdyFrame[]): Uint8Array {
  const writer = new FrameWriter(storedDeflate);
  return concat(...frames.map((frame) => writer.write(frame)));
}

const read = (...chunks: Uint8Array[]) => {
  const reader = new FrameReader(storedDeflate);
  return chunks.flatMap((chunk) => [...reader.read(chunk)]);
};
const plain = (frames: readonly SpdyFrame[]) => frames.map((frame) => ('bytes' in frame ? { ...frame, bytes: [...frame.bytes] } : frame));
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

test('frames are parsed from chunks of any size', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(anyFrame, { maxLength: 8 }), cuts, (frames, sizes) => {
      const bytes = written(frames);
      const chunks: Uint8Array[] = [];
      for (let [at, turn] = [0, 0]; at < bytes.length; turn++) {
        const size = sizes[turn % sizes.length] as number;
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      expect(plain(read(...chunks))).toEqual(plain(frames));
    }),
  );
});

test('random bytes are parsed, buffered or rejected', () => {
  const spoilt = fc.tuple(fc.array(anyFrame, { minLength: 1, maxLength: 4 }), fc.array(fc.tuple(bits(16), bits(8)), { maxLength: 6 }));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        spoilt.map(([frames, places]) => spoil(written(frames), places)),
      ),
      (bytes) => {
        try {
          read(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(SpdyError);
        }
      },
    ),
  );
});

function spoil(bytes: Uint8Array, places: readonly (readonly [number, number])[]): Uint8Array {
  for (const [place, byte] of places) bytes[place % bytes.length] = byte;
  return bytes;
}

test.each<[string, SpdyFrame, string]>([
  ['PING', { type: 'ping', id: 7 }, '80030006 00000004 00000007'],
  ['RST_STREAM', { type: 'rst-stream', stream: 3, status: 5 }, '80030003 00000008 00000003 00000005'],
  ['GOAWAY', { type: 'goaway', lastStream: 1, status: 0 }, '80030007 00000008 00000001 00000000'],
  ['the end of a stream', { type: 'data', stream: 5, fin: true, bytes: Uint8Array.of() }, '00000005 01000000'],
  ['data', { type: 'data', stream: 5, fin: false, bytes: Uint8Array.of(255, 0) }, '00000005 00000002 ff00'],
  [
    'SETTINGS',
    { type: 'settings', clear: true, settings: [{ id: 4, flags: 1, value: 100 }] },
    '80030004 0100000c 00000001 01000004 00000064',
  ],
])('%s is serialized according to the specification', (_, frame, expected) => {
  expect(hex(written([frame]))).toBe(expected.replaceAll(' ', ''));
});

test('a frame of unknown type is skipped', () => {
  const unknown = concat(uint32s(0x80030000 + 11, 3), Uint8Array.of(1, 2, 3));
  expect(read(concat(unknown, written([{ type: 'ping', id: 1 }])))).toEqual([{ type: 'ping', id: 1 }]);
});

describe('a frame reader', () => {
  test.each([
    ['HTTP', [0x47455420, 0x2f204854], 'a frame of 2115668 bytes'],
    ['another version', [0x80020006, 4, 1], 'a control frame of version 2'],
    ['more than 1 MiB', [1, 0x100001], 'a frame of 1048577 bytes'],
    ['PING without its id', [0x80030006, 0], 'a control frame of type 6 is too short'],
    ['SETTINGS of another length', [0x80030004, 8, 1, 0], 'SETTINGS of another length than it says'],
    ['a header block without a head', [0x80030002, 8, 1, 0], 'header blocks are not compressed as SPDY/3 is'],
    ['another dictionary', [0x80030002, 10, 1, 0x78bb0000, 0], 'header blocks are not compressed as SPDY/3 is'],
    ['a header block of nonsense', [0x80030002, 12, 1, 0x78bbe3c6, 0xa7c20000], 'a header block cannot be inflated'],
  ])('%s is refused', (_, numbers, message) => {
    expect(() => read(concat(uint32s(...numbers), new Uint8Array(8)))).toThrow(new SpdyError(message));
  });

  test.each([
    ['a header that comes twice', [2, 1, 'a', 0, 1, 'a', 0], 'a header block names something twice, or nothing'],
    ['a header without a name', [1, 0, 0], 'a header block names something twice, or nothing'],
    ['a header block that ends too early', [1, 9, 'a'], 'a header block ends too early'],
  ])('%s is refused', (_, block, message) => {
    const bytes = concat(...block.map((part) => (typeof part === 'number' ? uint32s(part) : Uint8Array.of(part.charCodeAt(0)))));
    const payload = concat(uint32s(1), Uint8Array.of(0x78, 0xbb), uint32s(DICTIONARY_ID), storedDeflate.deflate(bytes, bytes));
    expect(() => read(concat(uint32s(0x80030002, payload.length), payload))).toThrow(new SpdyError(message));
  });
});

test('the dictionary equals the one of the specification', () => {
  let [low, high] = [1, 0];
  for (const byte of headerDictionary()) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  expect(high * 65_536 + low).toBe(DICTIONARY_ID);
});
