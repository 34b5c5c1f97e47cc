import { constants, createDeflate, deflateSync } from 'node:zlib';
import { SpdyConnection } from '@klockwork/spdy';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeDeflate } from './node-deflate.ts';

const header = fc.tuple(fc.stringMatching(/^[a-z-]{1,12}$/), fc.stringMatching(/^[ -~]{0,40}$/));

test('header blocks of consecutive streams are compressed with their shared history', () => {
  fc.assert(
    fc.property(fc.array(fc.array(header, { maxLength: 5 }), { maxLength: 6 }), (all) => {
      const heard: [string, string][][] = [];
      const server = new SpdyConnection({
        ...{ role: 'server', deflate: nodeDeflate, send: () => undefined, close: () => expect.unreachable() },
        onStream: ({ headers }) => void heard.push([...headers]),
      });
      const client = new SpdyConnection({
        ...{ role: 'client', deflate: nodeDeflate, send: (bytes) => server.receive(bytes), close: () => {}, onStream: () => undefined },
      });
      const said = all.map((headers) => new Map(headers));
      for (const headers of said) client.open(headers, { data: () => undefined, end: () => {}, reset: () => {} });
      expect(heard).toEqual(said.map((headers) => [...headers]));
    }),
  );
});

test('inflate reads the pieces of a zlib stream', async () => {
  const zlib = createDeflate();
  const pieces: Buffer[] = [];
  zlib.on('data', (piece: Buffer) => pieces.push(piece));
  const texts = ['streamtype error', 'streamtype data', 'streamtype data and more'];
  let history = Buffer.alloc(0);
  for (const text of texts) {
    pieces.length = 0;
    zlib.write(text);
    await new Promise<void>((resolve) => zlib.flush(constants.Z_SYNC_FLUSH, resolve));
    const piece = Buffer.concat(pieces).subarray(history.length === 0 ? 2 : 0);
    expect(Buffer.from(nodeDeflate.inflate(piece, history, 1_000)).toString()).toBe(text);
    history = Buffer.concat([history, Buffer.from(text)]);
  }
});

test('inflate rejects results above the limit', () => {
  const bomb = deflateSync(Buffer.alloc(1_000_000)).subarray(2);
  expect(() => nodeDeflate.inflate(bomb, new Uint8Array(), 65_536)).toThrow(/larger than 65536 bytes/);
});
