import { parseDuration, statusErrors } from '@klockwork/api-machinery';
import { BusError } from '@klockwork/bus';
import type { ApiAnswer } from '@klockwork/http-api';
import { ApiError, unreachable } from '@klockwork/kernel';
import { SETTLE_ROUTE, type SettleAnswer } from '@klockwork/lockstep';
import { jsonAnswer } from '../answers/answers.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { clockSilent } from './clock-report.ts';

const DEFAULT_LIMIT = '30s';
/** Longest wait, in ms of host time. */
const LIMIT_MS_MAX = 600_000;
/** Lab time after which no answer comes, in ms: time stands still during the wait, and the clock ends it. */
const TIMEOUT_MS = 3_600_000;

/**
 * Answers once all processes are idle at the present instant: a GET, because reads hold no lab time. `?hostLimit=30s` of host time bounds the
 * wait. Throws Timeout with the names of busy processes, Conflict while time moves, ServiceUnavailable without a clock.
 */
export async function settleClock({ query, services }: RequestContext): Promise<ApiAnswer> {
  const limit = query.text('hostLimit') || DEFAULT_LIMIT;
  const answer = await requestSettle(services, limitMs(limit));
  if (answer.type !== 'settled') throw refusalOf(answer, limit);
  return jsonAnswer(200, { now: new Date(answer.now).toISOString(), revision: services.journal.state.revision });
}

async function requestSettle({ bus, subjects }: RequestContext['services'], hostMs: number): Promise<SettleAnswer> {
  try {
    return await bus.request(subjects.at(SETTLE_ROUTE), { hostMs }, { timeoutMs: TIMEOUT_MS, waits: 'lab' });
  } catch (error) {
    if (error instanceof BusError) throw clockSilent();
    throw error;
  }
}

function limitMs(limit: string): number {
  const duration = parseDuration(limit);
  if ('problem' in duration) throw statusErrors.badRequest(`hostLimit: ${duration.problem}`);
  if (duration.ms > 0 && duration.ms <= LIMIT_MS_MAX) return duration.ms;
  throw statusErrors.badRequest(`hostLimit must be above 0s and at most 10m, not ${limit}`);
}

function refusalOf(answer: Exclude<SettleAnswer, { type: 'settled' }>, limit: string): ApiError {
  switch (answer.type) {
    case 'busy':
      return statusErrors.timeout(`the lab did not settle within ${limit}: ${answer.blockedBy.join(', ')}`);
    case 'moving':
      return conflict(`lab time is ${answer.mode}: pause it first`);
    case 'interrupted':
      return conflict('another command moved lab time');
    default:
      return unreachable(answer);
  }
}

function conflict(message: string): ApiError {
  return new ApiError({ code: 409, reason: 'Conflict', message });
}
