import type { Http2SecureServer, SecureServerOptions, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { requestTimeout } from './server-limits.ts';

/** Max concurrent requests of a connection. Models `maxConcurrentStreams` of `k8s.io/apiserver/pkg/server/secure_serving.go`. */
const STREAMS_MAX = 100;

/** Bytes of a frame. Models `resourceBody99Percentile` of the same file. */
const FRAME_BYTES = 256 * 1_024;
/** Unread bytes of a body. Upstream accepts a whole frame; unread bodies would then fill memory. */
const WINDOW_BYTES = 64 * 1_024;

/**
 * Max MB of a session: no effective limit. Unread answers count too, so a low limit would refuse new requests because of old answers.
 * Windows and headers limit received bytes; outlets limit sent bytes.
 */
const SESSION_MB_MAX = 1_024;

/** Returns options of sessions. nghttp2 itself closes sessions that flood resets, settings or header fragments. */
export function sessionOptions(headerBytesMax: number): SecureServerOptions {
  return {
    settings: {
      ...{ maxConcurrentStreams: STREAMS_MAX, maxHeaderListSize: headerBytesMax },
      ...{ initialWindowSize: WINDOW_BYTES, maxFrameSize: FRAME_BYTES },
    },
    // No limit on the number of headers, only on their bytes.
    maxHeaderListPairs: headerBytesMax,
    maxSessionMemory: SESSION_MB_MAX,
  };
}

/**
 * Closes sessions without requests after `idleMs`, and refuses bodies slower than `requestMs`, both in host time. Lab time ignores these
 * timers.
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
  let open = 0;
  const timer = setTimeout(() => {
    if (open === 0) session.close();
  }, idleMs).unref();
  session.on('stream', (stream: ServerHttp2Stream) => {
    open += 1;
    stream.once('close', () => {
      open -= 1;
      if (open === 0) timer.refresh();
    });
  });
  session.once('close', () => clearTimeout(timer));
}

function waitForBody(stream: ServerHttp2Stream, requestMs: number): void {
  const timer = setTimeout(() => refuseSlowBody(stream), requestMs).unref();
  const cancel = () => clearTimeout(timer);
  stream.once('end', cancel);
  stream.once('close', cancel);
}

function refuseSlowBody(stream: ServerHttp2Stream): void {
  if (!stream.headersSent) {
    const status = requestTimeout();
    stream.respond({ ':status': status.code, 'content-type': 'application/json' });
    stream.end(JSON.stringify(status));
  }
  stream.close();
}
