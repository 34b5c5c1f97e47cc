import { expect, test } from 'vitest';
import type { SpdyFrame, SpdyHeaders } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { FrameWriter } from './frame-writer.ts';
import { SpdyConnection } from './spdy-connection.ts';
import type { SpdyListener, SpdyStream } from './spdy-stream.ts';
import { storedDeflate } from './testing/index.ts';

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const string = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** Creates a listener that records its events. */
function notes(said: string[], name: string): SpdyListener {
  const note = (text: string) => void said.push(`${name} ${text}`);
  return { data: (bytes) => note(string(bytes)), end: () => note('END'), reset: () => note('RESET') };
}

/** Connects a client to a server. The server records streams, and refuses those with a `refuse` header. */
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

/** Creates a server for hand-written frames, and records its answers. */
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

test('a stream carries bytes in both directions with separate ends', () => {
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

test('a reset reaches the other side once', () => {
  const { open, streams, said } = pair();
  const stream = open();
  streams[0]?.reset();
  streams[0]?.reset();
  stream.write(ascii('x'));
  expect(said).toEqual(['client RESET']);
});

test('a stream without a listener is refused', () => {
  const { open, streams, said } = pair();
  open(new Map([['refuse', 'me']]));
  expect([streams, said]).toEqual([[], ['client RESET']]);
});

test('receive waits for busy listeners', async () => {
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

test('a ping of the peer is answered, its answer is not', () => {
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

test('the stream after two thousand is refused', () => {
  const { tell, answers } = aloneServer();
  for (let id = 1; id <= 4_001; id += 2) tell(syn(id));
  expect([answers.filter(({ type }) => type === 'syn-reply').length, answers.at(-1)]).toEqual([
    2_000,
    { type: 'rst-stream', stream: 4_001, status: 3 },
  ]);
});

test('a GOAWAY closes the connection after the end of its streams', () => {
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

test('malformed bytes cause a GOAWAY and reset all streams', () => {
  const said: string[] = [];
  const { server, tell, answers, closed } = aloneServer(() => notes(said, 'stream'));
  tell(syn(1));
  server.receive(ascii('GET / HTTP/1.1\r\n'));
  expect([closed(), answers.at(-1), said]).toEqual([1, { type: 'goaway', lastStream: 1, status: 1 }, ['stream RESET']]);
});

test('a closing side notifies no own listener, and a lost connection resets its streams', () => {
  const { client, server, open, said } = pair();
  open();
  server.close();
  client.lost();
  server.lost();
  expect(said).toEqual(['server closes', 'client RESET']);
});
