import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HttpError, HttpReader } from './http-reader.ts';

/** Reader over several chunks. */
function readerOf(...pieces: string[]): HttpReader {
  const left = pieces.filter((piece) => piece !== '');
  return new HttpReader({ read: async () => left.shift() });
}

describe('what comes over a connection', () => {
  test('messages parse one by one, wherever the stream is split', async () => {
    const bytes = 'A / HTTP/1.1\r\nHost: a\r\n\r\nbodyB / HTTP/1.1\r\n\r\n3\r\none\r\n4\r\n two\r\n0\r\n\r\nC / HTTP/1.0\n\nrest';
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (size) => {
        const reader = readerOf(...(bytes.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []));
        const seen = [await reader.head(), await reader.text(4), (await reader.head())?.startLine, await reader.text('chunked')];
        expect([...seen, (await reader.head())?.startLine, await reader.text('until-end'), await reader.head()]).toEqual([
          { startLine: 'A / HTTP/1.1', headers: [['Host', 'a']] },
          'body',
          'B / HTTP/1.1',
          'one two',
          'C / HTTP/1.0',
          'rest',
          undefined,
        ]);
      }),
    );
  });

  test.each<[string, string, (reader: HttpReader) => Promise<unknown>, string]>([
    ['ends within a head', 'GET / HTT', (reader) => reader.head(), 'ended'],
    ['ends within a body', 'abc', (reader) => reader.text(4), 'ended'],
    ['ends within a chunk', '5\r\nab', (reader) => reader.text('chunked'), 'ended'],
    ['has no chunk', 'hello\r\n', (reader) => reader.text('chunked'), 'malformed'],
    ['begins with no line of HTTP', 'hostName\n', (reader) => reader.head(), 'malformed'],
    ['has no headers', 'a\r\nb c\r\n\r\n', (reader) => reader.head(), 'malformed'],
  ])('a message is invalid when it %s', async (_, bytes, read, message) => {
    const error = await read(readerOf(bytes)).catch((caught: unknown) => caught);
    expect([error instanceof HttpError, (error as Error).message]).toEqual([true, message]);
  });
});
