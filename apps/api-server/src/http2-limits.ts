import type { Http2SecureServer, SecureServerOptions, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { requestTimeout } from './server-limits.ts';

/** Requests that may be under way on one connection. Models `maxConcurrentStreams` of `k8s.io/apiserver/pkg/server/secure_serving.go`. */
const STREAMS_MAX = 100;

/** Bytes of a frame. Models `resourceBody99Percentile` of the same. */
const FRAME_BYTES = 256 * 1_024;
/** Max bytes of one body that a client sends before any are read. Upstream takes a whole frame; here unread bodies would fill memory. */
const WINDOW_BYTES = 64 * 1_024;

/**
 * MB that a connection may hold. It is no limit to lean on: answers that are not read yet count as well, and at the limit new requests are
 * refused because of old ones. What clients send is limited by windows and headers, and watches by what is written to them.
 */
const SESSION_MB_MAX = 1_024;

/** What sessions are made with. The host's library itself ends those with floods of resets, of settings, or of headers in pieces. */
export function sessionOptions(headerBytesMax: number): SecureServerOptions {
  return {
    settings: {
      ...{ maxConcurrentStreams: STREAMS_MAX, maxHeaderListSize: headerBytesMax },
      ...{ initialWindowSize: WINDOW_BYTES, maxFrameSize: FRAME_BYTES },
    },
    // Headers are limited by their bytes alone.
    maxHeaderListPairs: headerBytesMax,
    maxSessionMemory: SESSION_MB_MAX,
  };
}

/**
 * Closes sessions on which nothing is under way for `idleMs`, and refuses requests whose body takes longer than `requestMs`, in ms of the host's
 * time. The timers are no work of this process: the lab's time does not wait for them.
 */
export function limitSessions(server: Http2SecureServer, { requestMs, idleMs }: { requestMs: number; idleMs: number }): void {
  server.on('session', (session) => {
    session.setLocalWindowSize(STREAMS_MAX * WINDOW_BYTES);
    closeWhenIdle(session, idleMs);
  });
  server.on('stream', (stream) => {
    if (!stream.endAfterHeaders) waitForBody(stream, requestMs);
  });
}

function closeWhenIdle(session: ServerHttp2Session, idleMs: number): void {
  let underWay = 0;
  const timer = setTimeout(() => {
    if (underWay === 0) session.close();
  }, idleMs).unref();
  session.on('stream', (stream: ServerHttp2Stream) => {
    underWay += 1;
    stream.once('close', () => {
      underWay -= 1;
      if (underWay === 0) timer.refresh();
    });
  });
  session.once('close', () => clearTimeout(timer));
}

function waitForBody(stream: ServerHttp2Stream, requestMs: number): void {
  const timer = setTimeout(() => refuseSlowness(stream), requestMs).unref();
  const cancel = () => clearTimeout(timer);
  stream.once('end', cancel);
  stream.once('close', cancel);
}

function refuseSlowness(stream: ServerHttp2Stream): void {
  if (!stream.headersSent) {
    const status = requestTimeout();
    stream.respond({ ':status': status.code, 'content-type': 'application/json' });
    stream.end(JSON.stringify(status));
  }
  stream.close();
}
