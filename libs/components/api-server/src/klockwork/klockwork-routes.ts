import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiRequest, ApiStream } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { whyAnswer } from '../why/why-answer.ts';
import { whyQuery } from '../why/why-query.ts';
import { advanceClock } from './advance-clock.ts';
import type { ClientClocks } from './client-clocks.ts';
import { clientTimerAnswer } from './client-timer-routes.ts';
import { clockReport } from './clock-report.ts';
import { eventLog } from './event-log.ts';
import { holdLog } from './hold-log.ts';
import { eventLogQuery } from './log-query.ts';
import { changesAnswer, momentAnswer } from './moment-answer.ts';
import { recordFault } from './record-fault.ts';

type Answer = ApiAnswer | ApiStream;

/** Answers `/klockwork/v1/…`: paths beyond Kubernetes. Undefined for other paths. Throws MethodNotAllowed. */
export function klockworkAnswer(
  context: RequestContext,
  segments: readonly string[],
  clients: ClientClocks,
): Answer | Promise<Answer> | undefined {
  const { request, query, services } = context;
  const { journal, clock, kinds } = services;
  const path = segments.join('/');
  const [, client] = /^klockwork\/v1\/clock\/timers\/([^/]+)$/.exec(path) ?? [];
  if (client !== undefined) return clientTimerAnswer(context, clients, client);
  switch (path) {
    case 'klockwork/v1/log':
      requireMethod(request, 'GET', 'HEAD');
      return eventLog(journal, eventLogQuery(kinds.all, query, clock.now()), request.stop);
    case 'klockwork/v1/log/hold':
      requireMethod(request, 'GET');
      return services.logFile && holdLog(context, services.logFile);
    case 'klockwork/v1/status':
      requireMethod(request, 'GET', 'HEAD');
      return jsonAnswer(200, { revision: journal.state.revision, clock: { now: new Date(clock.now()).toISOString() } });
    case 'klockwork/v1/moments':
      requireMethod(request, 'GET', 'HEAD');
      return momentAnswer(context);
    case 'klockwork/v1/changes':
      requireMethod(request, 'GET', 'HEAD');
      return changesAnswer(context);
    case 'klockwork/v1/verify':
      requireMethod(request, 'GET', 'HEAD');
      return services.verify().then((found) => jsonAnswer(200, found));
    case 'klockwork/v1/why':
      requireMethod(request, 'GET', 'HEAD');
      return whyAnswer({ journal, kinds: kinds.all, now: clock.now() }, whyQuery(kinds.all, query));
    case 'klockwork/v1/faults':
      requireMethod(request, 'POST');
      return recordFault(context);
    case 'klockwork/v1/clock':
      requireMethod(request, 'GET', 'HEAD');
      return clockReport(services);
    case 'klockwork/v1/clock/advance':
      requireMethod(request, 'POST');
      return advanceClock(context);
    default:
      return undefined;
  }
}

function requireMethod({ method }: ApiRequest, ...allowed: readonly string[]): void {
  if (!allowed.includes(method)) throw statusErrors.methodNotAllowedOnPath();
}
