import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame, WebSocketError } from './frame.ts';
import { type Incoming, MessageReader } from './message-reader.ts';

/** A frame as a client sends it: masked. */
function clientFrame(opcode: number, payload: Buffer, { final = true, mask = Buffer.from([1, 2, 3, 4]) } = {}): Buffer {
  const frame = encodeFrame(opcode, payload);
  const head = Buffer.from(frame.subarray(0, frame.length - payload.length));
  head[0] = (final ? 0x80 : 0) | opcode;
  head[1] = (head[1] ?? 0) | 0x80;
  return Buffer.concat([head, mask, payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]);
}

const text = (incoming: Iterable<Incoming>) =>
  [...incoming].map((one) => ('payload' in one ? `${one.kind} ${one.payload.toString()}` : one.kind));
const read = (...frames: Buffer[]) => text(new MessageReader().read(Buffer.concat(frames)));

describe('what a client sends', () => {
  test.each([
    ['a text message', [clientFrame(1, Buffer.from('hi'))], ['message hi']],
    ['an empty message', [clientFrame(2, Buffer.alloc(0))], ['message ']],
    ['pieces', [clientFrame(2, Buffer.from('a'), { final: false }), clientFrame(0, Buffer.from('b'))], ['message ab']],
    [
      'a ping between pieces',
      [clientFrame(2, Buffer.from('a'), { final: false }), clientFrame(9, Buffer.from('p')), clientFrame(0, Buffer.from('b'))],
      ['ping p', 'message ab'],
    ],
    ['a pong, which nobody waits for', [clientFrame(10, Buffer.alloc(0))], []],
    ['a close', [clientFrame(8, Buffer.from([3, 232]))], ['close']],
    ['126 bytes', [clientFrame(2, Buffer.alloc(126, 'x'))], [`message ${'x'.repeat(126)}`]],
    ['70,000 bytes', [clientFrame(2, Buffer.alloc(70_000, 'x'))], [`message ${'x'.repeat(70_000)}`]],
  ])('%s is read', (_, frames, expected) => {
    expect(read(...frames)).toEqual(expected);
  });

  test.each([
    ['without a mask', [encodeFrame(1, Buffer.from('hi'))], 1002],
    ['with reserved bits', [Buffer.from([0xc1, 0x80, 0, 0, 0, 0])], 1002],
    ['of an unknown kind', [Buffer.from([0x83, 0x80, 0, 0, 0, 0])], 1002],
    ['that is a ping in pieces', [clientFrame(9, Buffer.alloc(0), { final: false })], 1002],
    ['that is a ping of 126 bytes', [clientFrame(9, Buffer.alloc(126))], 1002],
    ['that continues nothing', [clientFrame(0, Buffer.alloc(0))], 1002],
    ['that begins a message within another', [clientFrame(1, Buffer.alloc(1), { final: false }), clientFrame(1, Buffer.alloc(1))], 1002],
    ['of more than 1 MiB', [clientFrame(2, Buffer.alloc(1024 * 1024 + 1))], 1009],
    [
      'that makes its message more than 1 MiB',
      [clientFrame(2, Buffer.alloc(600_000), { final: false }), clientFrame(0, Buffer.alloc(600_000))],
      1009,
    ],
  ])('a frame %s ends the connection', (_, frames, code) => {
    expect(() => read(...frames)).toThrow(expect.objectContaining({ name: 'WebSocketError', code }));
  });

  test('means the same however it arrives', () => {
    const message = fc.record({
      bytes: fc.uint8Array({ maxLength: 300 }),
      pieces: fc.integer({ min: 1, max: 4 }),
      mask: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), (messages, chunkBytes) => {
        const frames = messages.flatMap(({ bytes, pieces, mask }) =>
          Array.from({ length: pieces }, (_, piece) => {
            const size = Math.ceil(bytes.length / pieces);
            const part = Buffer.from(bytes.subarray(piece * size, (piece + 1) * size));
            return clientFrame(piece === 0 ? 2 : 0, part, { final: piece === pieces - 1, mask: Buffer.from(mask) });
          }),
        );
        const all = Buffer.concat(frames);
        const reader = new MessageReader();
        const seen: string[] = [];
        for (let at = 0; at < all.length; at += chunkBytes)
          for (const one of reader.read(all.subarray(at, at + chunkBytes))) if ('payload' in one) seen.push(one.payload.toString('hex'));
        expect(seen).toEqual(messages.map(({ bytes }) => Buffer.from(bytes).toString('hex')));
      }),
    );
  });

  test('may be anything: it is read, or the connection is ended', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
        const reader = new MessageReader();
        try {
          for (const chunk of chunks) [...reader.read(Buffer.from(chunk))];
        } catch (error) {
          expect(error).toBeInstanceOf(WebSocketError);
        }
      }),
    );
  });
});

test.each([
  [5, '8205'],
  [125, '827d'],
  [126, '827e007e'],
  [65_535, '827effff'],
  [65_536, '827f0000000000010000'],
])('a frame of the server with %i bytes begins with %s', (bytes, head) => {
  expect(
    encodeFrame(2, Buffer.alloc(bytes))
      .subarray(0, head.length / 2)
      .toString('hex'),
  ).toBe(head);
});
