import { createSecureServer, type SecureServerOptions } from 'node:http2';
import type { Server } from 'node:https';
import { limitSessions, sessionOptions } from './limits/http2-limits.ts';
import { endBadConnection, type Limits } from './limits/server-limits.ts';

/** Private key and certificate of a server, as PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** Key and certificate of a server, and the authority of its clients' certificates. */
export interface ServerKeys extends KeyPair {
  /** Certificate in PEM; absent: clients are not asked for certificates. */
  readonly clientAuthority?: string;
}

/** Creates a TLS server: HTTP/2 for clients that negotiate it, HTTP/1.1 for others. */
export function twoProtocols({ key, certificate, clientAuthority }: ServerKeys, { http1, http2 }: Limits): Server {
  const server = createSecureServer({
    key,
    cert: certificate,
    allowHTTP1: true,
    ...clientOptions(clientAuthority),
    ...sessionOptions(http1.maxHeaderSize),
  });
  limitSessions(server, http2);
  // Node.js serves HTTP/1.1 connections by these fields, as in a server of `https`.
  return Object.assign(server as unknown as Server, http1).on('clientError', endBadConnection);
}

/** A client without certificate, or with an invalid one, may still have another credential. */
function clientOptions(ca: string | undefined): SecureServerOptions {
  return ca === undefined ? {} : { requestCert: true, rejectUnauthorized: false, ca };
}
