import { createSecureServer } from 'node:http2';
import type { Server } from 'node:https';
import type { Identity } from '@klockwork/tls';
import { limitSessions, sessionOptions } from './http2-limits.ts';
import { type Limits, sayLastWords } from './server-limits.ts';

/** A server over TLS: by HTTP/2 with clients that choose it when they connect, and by HTTP/1.1 with all others. */
export function twoProtocols({ key, certificate }: Identity['server'], { http1, http2 }: Limits): Server {
  const server = createSecureServer({ key, cert: certificate, allowHTTP1: true, ...sessionOptions(http1.maxHeaderSize) });
  limitSessions(server, http2);
  // It serves HTTP/1.1 by what these fields say, as any server of the host, so those who know of nothing else find all that they need.
  return Object.assign(server as unknown as Server, http1).on('clientError', sayLastWords);
}
