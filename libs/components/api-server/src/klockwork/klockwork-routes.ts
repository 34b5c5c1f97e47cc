import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiStream } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import { hostServicesAnswer } from '../host-services/host-services-answer.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { whyAnswer } from '../why/why-answer.ts';
import { whyQuery } from '../why/why-query.ts';
import { advanceClock, stepClock } from './advance-clock.ts';
import { neverCondition, untilCondition } from './await-condition.ts';
import type { ClientClocks } from './client-clocks.ts';
import { clientHoldAnswer } from './client-hold-routes.ts';
import type { ClientHolds } from './client-holds.ts';
import { clientTimerAnswer } from './client-timer-routes.ts';
import { pauseClock, resumeClock } from './clock-rate.ts';
import { clockReport, pendingTimers } from './clock-report.ts';
import { consoleAddress, newConsoleLink } from './console-links.ts';
import { eventLog } from './event-log.ts';
import { holdLog } from './hold-log.ts';
import { eventLogQuery } from './log-query.ts';
import { changesAnswer, momentAnswer } from './moment-answer.ts';
import { objectHistory } from './object-history.ts';
import { recordFault } from './record-fault.ts';
import { settleClock } from './settle-clock.ts';

type Answer = ApiAnswer | ApiStream;

interface Route {
  readonly methods: readonly string[];
  readonly answer: (context: RequestContext) => Answer | Promise<Answer> | undefined;
}

const get = (answer: Route['answer']): Route => ({ methods: ['GET', 'HEAD'], answer });
const post = (answer: Route['answer']): Route => ({ methods: ['POST'], answer });

const ROOT = 'klockwork/v1/';
const CLIENT = /^klockwork\/v1\/clock\/(timers|holds)\/([^/]+)$/;

/** Programs outside that take part in lab time. */
export interface Clients {
  readonly clocks: ClientClocks;
  readonly holds: ClientHolds;
}

/** Paths below `/klockwork/v1/`, except those of programs outside. */
export const KLOCKWORK_ROUTES: Readonly<Record<string, Route>> = {
  log: get(({ request, query, services: { journal, kinds, clock } }) =>
    eventLog(journal, eventLogQuery(kinds.all, query, clock.now()), request.stop),
  ),
  'log/hold': { methods: ['GET'], answer: (context) => context.services.logFile && holdLog(context, context.services.logFile) },
  status: get(({ services: { journal, clock, signer } }) =>
    jsonAnswer(200, { lab: signer.keyId, revision: journal.state.revision, clock: { now: new Date(clock.now()).toISOString() } }),
  ),
  moments: get(momentAnswer),
  changes: get(changesAnswer),
  history: get(objectHistory),
  verify: get(({ services }) => services.verify().then((findings) => jsonAnswer(200, findings))),
  why: get(({ query, services: { journal, kinds, clock } }) =>
    whyAnswer({ journal, kinds: kinds.all, now: clock.now() }, whyQuery(kinds.all, query)),
  ),
  faults: post(recordFault),
  console: get(({ services }) => consoleAddress(services.console)),
  'console/links': post(({ services }) => newConsoleLink(services.console)),
  services: get(({ services }) => hostServicesAnswer(services.hostServices)),
  'clock/pending': get(({ services }) => pendingTimers(services)),
  'clock/settled': get(settleClock),
  'clock/advance': post(advanceClock),
  'clock/step': post(stepClock),
  'clock/until': post(untilCondition),
  'clock/never': post(neverCondition),
  'clock/pause': post(pauseClock),
  'clock/resume': post(resumeClock),
};

/** Answers `/klockwork/v1/…`: paths beyond Kubernetes. Undefined for other paths. Throws MethodNotAllowed. */
export function klockworkAnswer(
  context: RequestContext,
  segments: readonly string[],
  clients: Clients,
): Answer | Promise<Answer> | undefined {
  const path = segments.join('/');
  if (path === `${ROOT}clock`) return clockAnswer(context, clients.holds);
  const [, part, client] = CLIENT.exec(path) ?? [];
  if (client !== undefined)
    return part === 'holds' ? clientHoldAnswer(context, clients.holds, client) : clientTimerAnswer(context, clients.clocks, client);
  const name = path.startsWith(ROOT) ? path.slice(ROOT.length) : '';
  const route = Object.hasOwn(KLOCKWORK_ROUTES, name) ? KLOCKWORK_ROUTES[name] : undefined;
  if (route === undefined) return undefined;
  if (!route.methods.includes(context.request.method)) throw statusErrors.methodNotAllowedOnPath();
  return route.answer(context);
}

function clockAnswer({ request, services }: RequestContext, holds: ClientHolds): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw statusErrors.methodNotAllowedOnPath();
  return clockReport(services, holds.list());
}
