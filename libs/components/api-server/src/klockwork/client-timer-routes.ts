import { parseTime, statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiStream } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import { parseJsonBody } from '../objects/body.ts';
import type { RequestContext } from '../routing/request-context.ts';
import type { ClientDeadline } from './client-clock.ts';
import type { ClientClocks } from './client-clocks.ts';

/** DNS label: the name appears in lists of timers. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const FIELDS = ['at', 'upkeep'];

/**
 * Answers `/klockwork/v1/clock/timers/NAME`, for programs outside that run on lab time. GET streams lines with the time, its rate, and the
 * firing of the program's timer. PUT sets the next deadline: `{"at":"2026-01-01T00:00:00Z"}`, or null for none.
 */
export function clientTimerAnswer({ request, services }: RequestContext, clients: ClientClocks, name: string): ApiAnswer | ApiStream {
  if (!NAME.test(name)) throw statusErrors.badRequest(`the name of a client is a DNS label, not ${JSON.stringify(name)}`);
  switch (request.method) {
    case 'GET': {
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };
      return { status: 200, headers, ...clients.follow(name, request.stop) };
    }
    case 'PUT':
      clients.setDeadline(name, deadlineOf(parseJsonBody({ request }, 'the body must be JSON: ')));
      return jsonAnswer(200, { now: new Date(services.clock.now()).toISOString() });
    default:
      throw statusErrors.methodNotAllowedOnPath();
  }
}

/** Throws BadRequest. */
function deadlineOf(body: unknown): ClientDeadline {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw statusErrors.badRequest('the body must be a JSON object');
  const unknown = Object.keys(body).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) throw statusErrors.badRequest(`unknown field ${JSON.stringify(unknown)}: there are ${FIELDS.join(', ')}`);
  const { at, upkeep = false } = body as { readonly at?: unknown; readonly upkeep?: unknown };
  if (typeof upkeep !== 'boolean') throw statusErrors.badRequest('upkeep must be true or false');
  if (at === null) return { at, upkeep };
  const instant = typeof at === 'string' ? parseTime(at) : undefined;
  if (instant === undefined) throw statusErrors.badRequest('at must be a time in RFC 3339, or null');
  return { at: instant, upkeep };
}
