import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gunzipped, gzipped } from './gzip-format.ts';
import { InflateError } from './inflate.ts';

const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 400 });
const repetitive = fc.array(fc.constantFrom('abc', 'hello world\n', '\0\0\0\0', 'x'), { maxLength: 300 }).map((words) => words.join(''));

// Compressor of the platform, the reference for ours.
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
  const body = Uint8Array.from([...text].map((char) => char.charCodeAt(0)));
  const result = new Uint8Array(await new Response(new Response(body).body.pipeThrough(stream)).arrayBuffer());
  return [...result].map((byte) => String.fromCharCode(byte)).join('');
}

test("gzip output decompresses with our gunzip and the platform's", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, repetitive), async (data) => {
      const packed = gzipped(data);
      expect(gunzipped(packed)).toBe(data);
      expect(await through(packed, new DecompressionStream('gzip'))).toBe(data);
    }),
  );
});

test('gunzip decompresses output of the platform', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, repetitive), async (data) => {
      expect(gunzipped(await through(data, new CompressionStream('gzip')))).toBe(data);
    }),
  );
});

test('text that repeats itself becomes smaller', () => {
  expect(gzipped('hello world\n'.repeat(1_000)).length).toBeLessThan(200);
});

test('bytes that are damaged are refused', () => {
  const packed = gzipped('hello world');
  expect(() => gunzipped('hello')).toThrow(InflateError);
  expect(() => gunzipped(packed.slice(0, 15))).toThrow(InflateError);
  expect(() => gunzipped(packed.replace(/.{8}$/s, '\0'.repeat(8)))).toThrow(InflateError);
});
