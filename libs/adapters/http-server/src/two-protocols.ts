import { createSecureServer } from 'node:http2';
import type { Server } from 'node:https';
import { limitSessions, sessionOptions } from './limits/http2-limits.ts';
import { endBadConnection, type Limits } from './limits/server-limits.ts';

/** Private key and certificate of a server, as PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** Creates a TLS server: HTTP/2 for clients that negotiate it, HTTP/1.1 for others. */
export function twoProtocols({ key, certificate }: KeyPair, { http1, http2 }: Limits): Server {
  const server = createSecureServer({ key, cert: certificate, allowHTTP1: true, ...sessionOptions(http1.maxHeaderSize) });
  limitSessions(server, http2);
  // Node.js serves HTTP/1.1 connections by these fields, as in a server of `https`.
  return Object.assign(server as unknown as Server, http1).on('clientError', endBadConnection);
}
