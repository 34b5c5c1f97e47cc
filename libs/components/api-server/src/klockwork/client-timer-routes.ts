import { parseTime, statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiStream } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { bodyFields } from './body-fields.ts';
import type { ClientDeadline } from './client-clock.ts';
import type { ClientClocks } from './client-clocks.ts';
import { checkClientName } from './client-name.ts';

const FIELDS = ['at', 'upkeep'];

/**
 * Answers `/klockwork/v1/clock/timers/NAME`, for programs outside that run on lab time. GET streams lines with the time, its rate, and the
 * firing of the program's timer. PUT sets the next deadline: `{"at":"2026-01-01T00:00:00Z"}`, or null for none.
 */
export function clientTimerAnswer({ request, services }: RequestContext, clients: ClientClocks, name: string): ApiAnswer | ApiStream {
  checkClientName(name);
  switch (request.method) {
    case 'GET': {
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };
      return { status: 200, headers, ...clients.follow(name, request.stop) };
    }
    case 'PUT':
      clients.setDeadline(name, deadlineOf(bodyFields(request, FIELDS)));
      return jsonAnswer(200, { now: new Date(services.clock.now()).toISOString() });
    default:
      throw statusErrors.methodNotAllowedOnPath();
  }
}

/** Throws BadRequest. */
function deadlineOf({ at, upkeep = false }: Readonly<Record<string, unknown>>): ClientDeadline {
  if (typeof upkeep !== 'boolean') throw statusErrors.badRequest('upkeep must be true or false');
  if (at === null) return { at, upkeep };
  const instant = typeof at === 'string' ? parseTime(at) : undefined;
  if (instant === undefined) throw statusErrors.badRequest('at must be a time in RFC 3339, or null');
  return { at: instant, upkeep };
}
