import type { StreamsUpgrade } from '@klockwork/http-api';
import { byteString, bytesOf } from '@klockwork/kernel';
import { SpdyConnection, type SpdyListener, type SpdyStream } from '@klockwork/spdy';
import { storedDeflate } from '@klockwork/spdy/testing';

/** Returns a SPDY client that records received data by stream name. */
export function spdyClient({ start }: StreamsUpgrade) {
  const heard: string[] = [];
  const streams = new Map<string, SpdyStream>();
  let closed = false;
  let server: SpdyConnection | undefined;
  const client: SpdyConnection = new SpdyConnection({
    ...{ role: 'client', deflate: storedDeflate, onStream: () => undefined },
    send: (bytes) => server?.receive(bytes),
    close: () => {},
  });
  const close = () => {
    closed = true;
  };
  start((onStream) => {
    server = new SpdyConnection({ role: 'server', deflate: storedDeflate, onStream, close, send: (bytes) => client.receive(bytes) });
    return server;
  });
  const listener = (name: string): SpdyListener => ({
    data: (bytes) => void heard.push(`${name} ${byteString(bytes)}`),
    end: () => heard.push(`${name} END`),
    reset: () => heard.push(`${name} RESET`),
  });
  const stream = (name: string) => streams.get(name) as SpdyStream;
  const say = {
    open: (name: string, headers: Readonly<Record<string, string>> = {}) =>
      void streams.set(name, client.open(new Map(Object.entries({ streamtype: name, ...headers })), listener(name))),
    write: (name: string, text: string) => stream(name).write(bytesOf(text)),
    end: (name: string) => stream(name).end(),
    reset: (name: string) => stream(name).reset(),
  };
  return { heard, say, close: () => client.close(), closed: () => closed };
}
