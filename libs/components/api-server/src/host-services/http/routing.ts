import type { HeaderChanges } from '@klockwork/resources';
import type { HttpHeader } from '@klockwork/userland';
import type { DialedPort } from '../outside-dialer.ts';

/** Request of a client of the lab's machine, for a decision on its way. */
export interface RoutedRequest {
  readonly scheme: 'http' | 'https';
  /** Name without port, in lower case. */
  readonly host: string;
  readonly method: string;
  /** Percent-encoded path, without the query. */
  readonly path: string;
  /** Query without the question mark. */
  readonly query: string;
  readonly headers: readonly HttpHeader[];
}

/** Short answer of the router itself. */
export interface OwnAnswer {
  readonly type: 'answer';
  readonly status: number;
  readonly headers: readonly HttpHeader[];
  readonly body: string;
}

/** Changes of a request before it reaches its pod, and of the answer. */
export interface RequestChanges {
  readonly path: string;
  /** Value of the header Host; absent: that of the client. */
  readonly host?: string;
  readonly requestHeaders: readonly HeaderChanges[];
  readonly answerHeaders: readonly HeaderChanges[];
}

/** Way of a request: to a port of a Service, or an answer of the router. */
export type Routing = { readonly type: 'forward'; readonly port: DialedPort; readonly changes?: RequestChanges } | OwnAnswer;

/** Decides on a request. */
export type RouteRequest = (request: RoutedRequest) => Routing;

/** Answer in plain text. */
export function textAnswer(status: number, text: string): OwnAnswer {
  return { type: 'answer', status, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: `${text}\n` };
}
