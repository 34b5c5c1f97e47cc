import { parseDuration, statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { bodyFields } from './body-fields.ts';
import type { ClientHolds } from './client-holds.ts';
import { checkClientName } from './client-name.ts';

/** Longest hold, in ms of host time. */
const HOLD_MS_MAX = 300_000;

/**
 * Answers `/klockwork/v1/clock/holds/NAME`: PUT `{"for":"5s"}` holds lab time for at most that host time, and renews an open hold; DELETE
 * releases it. Throws BadRequest, NotFound or TooManyRequests.
 */
export function clientHoldAnswer({ request }: RequestContext, holds: ClientHolds, name: string): ApiAnswer {
  checkClientName(name);
  switch (request.method) {
    case 'PUT':
      return jsonAnswer(200, holds.hold(name, spanOf(bodyFields(request, ['for']))));
    case 'DELETE':
      return jsonAnswer(200, holds.release(name));
    default:
      throw statusErrors.methodNotAllowedOnPath();
  }
}

function spanOf({ for: span }: Readonly<Record<string, unknown>>): number {
  if (typeof span !== 'string') throw statusErrors.badRequest('for must be given: the host time after which the hold expires, such as 5s');
  const duration = parseDuration(span);
  if ('problem' in duration) throw statusErrors.badRequest(`for: ${duration.problem}`);
  if (duration.ms > 0 && duration.ms <= HOLD_MS_MAX) return duration.ms;
  throw statusErrors.badRequest(`for must be above 0s and at most 5m, not ${span}`);
}
