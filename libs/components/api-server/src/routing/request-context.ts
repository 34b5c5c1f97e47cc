import type { Actor } from '@klockwork/event-store';
import type { ApiRequest } from '@klockwork/http-api';
import type { ApiServices } from '../api-services.ts';
import { parseQuery, type Query } from './query.ts';

/** Request in the API server: its parsed query, its identity, its warnings, and the services that answer it. */
export interface RequestContext {
  readonly request: ApiRequest;
  readonly query: Query;
  /** Audit ID of the answer, and correlation ID of the request's events. */
  readonly correlationId: string;
  /** Texts of `Warning:` headers, in order of occurrence. */
  readonly warnings: string[];
  readonly services: ApiServices;
}

/** Creates the context of a request, with a new correlation ID. */
export function requestContext(request: ApiRequest, services: ApiServices): RequestContext {
  return { request, query: parseQuery(request.query), correlationId: services.random.uuid(), warnings: [], services };
}

/** Returns the author of a request's events. */
export function actorOf({ request }: Pick<RequestContext, 'request'>): Actor {
  return { user: request.user ?? '', userAgent: request.headers['user-agent'] ?? '' };
}
