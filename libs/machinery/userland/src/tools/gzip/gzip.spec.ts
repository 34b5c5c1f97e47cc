import { byteString, bytesOf } from '@klockwork/kernel';
import { growthOf, LINEAR_GROWTH_MAX } from '@klockwork/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GzipError, gunzipped, gzipped } from './gzip-format.ts';

const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 400 });
const repetitive = fc.array(fc.constantFrom('abc', 'hello world\n', '\0\0\0\0', 'x'), { maxLength: 300 }).map((words) => words.join(''));

// Compressor of Node.js, for comparison.
declare class CompressionStream {
  constructor(format: 'gzip');
  readonly readable: unknown;
  readonly writable: unknown;
}
declare class DecompressionStream extends CompressionStream {}
declare class Response {
  constructor(body: unknown);
  readonly body: { pipeThrough(through: CompressionStream): unknown };
  arrayBuffer(): Promise<ArrayBuffer>;
}

async function through(text: string, stream: CompressionStream): Promise<string> {
  const body = bytesOf(text);
  const result = new Uint8Array(await new Response(new Response(body).body.pipeThrough(stream)).arrayBuffer());
  return byteString(result);
}

test('compressed bytes are decompressed, here and by Node.js', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, repetitive), async (data) => {
      const packed = gzipped(data);
      expect(gunzipped(packed)).toBe(data);
      expect(await through(packed, new DecompressionStream('gzip'))).toBe(data);
    }),
  );
});

test('bytes compressed by Node.js are decompressed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, repetitive), async (data) => {
      expect(gunzipped(await through(data, new CompressionStream('gzip')))).toBe(data);
    }),
  );
});

test('repetitive text becomes smaller', () => {
  expect(gzipped('hello world\n'.repeat(1_000)).length).toBeLessThan(200);
});

test.each([
  ['hello', 'not in gzip format'],
  [gzipped('hello world').slice(0, 15), 'unexpected end of file'],
  [gzipped('x'.repeat(100_000)).slice(0, -20), 'unexpected end of file'],
  [gzipped('hello world').replace(/.{8}$/s, '\0'.repeat(8)), 'invalid compressed data--crc error'],
  [`${gzipped('').slice(0, 10)}\x07`, 'invalid compressed data--format violated'],
])('the damaged file %j is refused: %s', (damaged, message) => {
  expect(() => gunzipped(damaged)).toThrow(new GzipError(message));
});

test('joined files are decompressed together, and bytes after them ignored', () => {
  const files = fc.array(fc.oneof(fc.constant(''), bytes), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(files, fc.constantFrom('', '\0'.repeat(20), 'garbage'), (contents, garbage) => {
      expect(gunzipped(contents.map((content) => gzipped(content)).join('') + garbage)).toBe(contents.join(''));
    }),
  );
});

test('any bytes after a header are decompressed or refused', () => {
  const header = gzipped('').slice(0, 10);
  fc.assert(
    fc.property(bytes, (rest) => {
      try {
        gunzipped(header + rest);
      } catch (error) {
        expect(error).toBeInstanceOf(GzipError);
      }
    }),
  );
});

test('a file of many empty members is decompressed in linear time', async () => {
  const growth = await growthOf((members) => expect(gunzipped(gzipped('').repeat(members))).toBe(''), 4_000);
  expect(growth).toBeLessThan(LINEAR_GROWTH_MAX);
});
