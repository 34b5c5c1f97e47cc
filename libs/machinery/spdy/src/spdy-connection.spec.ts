import { expect, test } from 'vitest';
import type { SpdyFrame, SpdyHeaders } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { FrameWriter } from './frame-writer.ts';
import { SpdyConnection } from './spdy-connection.ts';
import type { SpdyListener, SpdyStream } from './spdy-stream.ts';
import { storedDeflate } from './testing/index.ts';

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const string = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** Writes down what it hears. */
function notes(said: string[], name: string): SpdyListener {
  const note = (text: string) => void said.push(`${name} ${text}`);
  return { data: (bytes) => note(string(bytes)), end: () => note('END'), reset: () => note('RESET') };
}

/** A client and a server, joined; the server keeps the streams it is offered, and refuses those that say so. */
function pair() {
  const said: string[] = [];
  const streams: SpdyStream[] = [];
  const onStream = (stream: SpdyStream) => {
    if (stream.headers.has('refuse')) return undefined;
    streams.push(stream);
    return notes(said, `server ${stream.id}`);
  };
  const client: SpdyConnection = new SpdyConnection({
    ...{ role: 'client', deflate: storedDeflate, send: (bytes) => server.receive(bytes), close: () => said.push('client closes') },
    onStream: () => undefined,
  });
  const server: SpdyConnection = new SpdyConnection({
    ...{ role: 'server', deflate: storedDeflate, send: (bytes) => client.receive(bytes), close: () => said.push('server closes') },
    onStream,
  });
  const open = (headers: SpdyHeaders = new Map(), name = 'client') => client.open(headers, notes(said, name));
  return { client, server, streams, said, open };
}

/** A server that is told frames by hand; what it answers is kept. */
function aloneServer(onStream: (stream: SpdyStream) => SpdyListener | undefined = (stream) => notes([], `${stream.id}`)) {
  const answers: SpdyFrame[] = [];
  const reader = new FrameReader(storedDeflate);
  const writer = new FrameWriter(storedDeflate);
  let closed = 0;
  const server = new SpdyConnection({
    ...{ role: 'server', deflate: storedDeflate, onStream },
    send: (bytes) => void answers.push(...reader.read(bytes)),
    close: () => {
      closed += 1;
    },
  });
  return { server, answers, tell: (frame: SpdyFrame) => server.receive(writer.write(frame)), closed: () => closed };
}

const syn = (stream: number): SpdyFrame => ({
  ...{ type: 'syn-stream', stream, associated: 0, priority: 0, fin: false, unidirectional: false },
  headers: new Map([['streamtype', 'data']]),
});

test('a stream carries bytes both ways, each of which ends by itself', () => {
  const { open, streams, said } = pair();
  const stream = open(new Map([['streamtype', 'data']]));
  expect(streams[0]?.headers).toEqual(new Map([['streamtype', 'data']]));
  stream.write(ascii('ask'));
  stream.end();
  stream.write(ascii('too late'));
  streams[0]?.write(ascii('answer'));
  streams[0]?.end();
  expect(said).toEqual(['server 1 ask', 'server 1 END', 'client answer', 'client END']);
});

test('a stream that is reset on one side is reset on the other, once', () => {
  const { open, streams, said } = pair();
  const stream = open();
  streams[0]?.reset();
  streams[0]?.reset();
  stream.write(ascii('x'));
  expect(said).toEqual(['client RESET']);
});

test('a stream that nobody wants is refused', () => {
  const { open, streams, said } = pair();
  open(new Map([['refuse', 'me']]));
  expect([streams, said]).toEqual([[], ['client RESET']]);
});

test('who reads the connection waits for bytes that are not taken', async () => {
  let take = () => {};
  const taking = new Promise<void>((resolve) => {
    take = resolve;
  });
  const { tell } = aloneServer(() => ({ data: () => taking, end: () => {}, reset: () => {} }));
  expect(tell(syn(1))).toBeUndefined();
  let taken = false;
  const waiting = tell({ type: 'data', stream: 1, fin: false, bytes: ascii('x') })?.then(() => {
    taken = true;
  });
  await Promise.resolve();
  expect(taken).toBe(false);
  take();
  await waiting;
  expect(taken).toBe(true);
});

test('a ping of the other side is answered, an answer is not', () => {
  const { tell, answers } = aloneServer();
  tell({ type: 'ping', id: 1 });
  tell({ type: 'ping', id: 2 });
  expect(answers).toEqual([{ type: 'ping', id: 1 }]);
});

test.each([
  ['the id of a server’s stream', [2], { type: 'rst-stream', stream: 2, status: 1 }],
  ['an id that was used', [1, 1], { type: 'rst-stream', stream: 1, status: 1 }],
])('a client may not open a stream with %s', (_, ids, refusal) => {
  const { tell, answers } = aloneServer();
  for (const id of ids) tell(syn(id));
  expect(answers.at(-1)).toEqual(refusal);
});

test('two thousand streams are enough', () => {
  const { tell, answers } = aloneServer();
  for (let id = 1; id <= 4_001; id += 2) tell(syn(id));
  expect([answers.filter(({ type }) => type === 'syn-reply').length, answers.at(-1)]).toEqual([
    2_000,
    { type: 'rst-stream', stream: 4_001, status: 3 },
  ]);
});

test('a client that leaves is let go when its streams have ended', () => {
  const streams: SpdyStream[] = [];
  const { tell, answers, closed } = aloneServer((stream) => {
    streams.push(stream);
    return notes([], '');
  });
  tell(syn(1));
  tell({ type: 'goaway', lastStream: 0, status: 0 });
  tell(syn(3));
  expect([closed(), streams.length]).toEqual([0, 1]);
  tell({ type: 'data', stream: 1, fin: true, bytes: ascii('') });
  streams[0]?.end();
  expect([closed(), answers.at(-1)]).toEqual([1, { type: 'goaway', lastStream: 1, status: 0 }]);
});

test('a client that talks nonsense is sent away, and its streams are over', () => {
  const said: string[] = [];
  const { server, tell, answers, closed } = aloneServer(() => notes(said, 'stream'));
  tell(syn(1));
  server.receive(ascii('GET / HTTP/1.1\r\n'));
  expect([closed(), answers.at(-1), said]).toEqual([1, { type: 'goaway', lastStream: 1, status: 1 }, ['stream RESET']]);
});

test('the end of a connection is not told to who ended it, and its loss is', () => {
  const { client, server, open, said } = pair();
  open();
  server.close();
  client.lost();
  server.lost();
  expect(said).toEqual(['server closes', 'client RESET']);
});
