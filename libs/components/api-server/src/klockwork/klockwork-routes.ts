import { statusErrors } from '@klockwork/api-machinery';
import type { Bus, Subjects } from '@klockwork/bus';
import type { Journal, StoreFindings } from '@klockwork/event-store';
import type { KindDefinition } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import type { ApiAnswer, ApiRequest, ApiStream } from '@klockwork/http-api';
import type { ObjectServices } from '../objects/object-call.ts';
import type { Query } from '../routing/query.ts';
import { whyAnswer } from '../why/why-answer.ts';
import { whyQuery } from '../why/why-query.ts';
import { advanceClock } from './advance-clock.ts';
import { clockReport } from './clock-report.ts';
import { eventLog } from './event-log.ts';
import { eventLogQuery } from './log-query.ts';
import { recordFault } from './record-fault.ts';

/** Dependencies of these answers. */
export interface KlockworkServices extends ObjectServices {
  readonly journal: Journal;
  readonly kinds: readonly KindDefinition[];
  /** Bus to the lab's clock. */
  readonly bus: Bus;
  readonly subjects: Subjects;
  /** Reads the whole log from its file. Rejects with DamagedLogError. */
  readonly verify: () => Promise<StoreFindings>;
}

/** A request below `/klockwork/`, its path and query read. */
interface Call {
  readonly segments: readonly string[];
  readonly query: Query;
  readonly correlationId: string;
}

type Answer = ApiAnswer | ApiStream;

/** Answers `/klockwork/v1/…`: paths beyond Kubernetes. Undefined for other paths. Throws MethodNotAllowed. */
export function klockworkAnswer(services: KlockworkServices, request: ApiRequest, call: Call): Answer | Promise<Answer> | undefined {
  const { journal, clock, kinds } = services;
  const { segments, query, correlationId } = call;
  switch (segments.join('/')) {
    case 'klockwork/v1/log':
      requireMethod(request, 'GET', 'HEAD');
      return eventLog(journal, eventLogQuery(kinds, query, clock.now()), request.stop);
    case 'klockwork/v1/status':
      requireMethod(request, 'GET', 'HEAD');
      return jsonAnswer(200, { revision: journal.state.revision, clock: { now: new Date(clock.now()).toISOString() } });
    case 'klockwork/v1/verify':
      requireMethod(request, 'GET', 'HEAD');
      return services.verify().then((found) => jsonAnswer(200, found));
    case 'klockwork/v1/why':
      requireMethod(request, 'GET', 'HEAD');
      return whyAnswer({ journal, kinds, now: clock.now() }, whyQuery(kinds, query));
    case 'klockwork/v1/faults':
      requireMethod(request, 'POST');
      return recordFault(services, request, correlationId);
    case 'klockwork/v1/clock':
      requireMethod(request, 'GET', 'HEAD');
      return clockReport(services);
    case 'klockwork/v1/clock/advance':
      requireMethod(request, 'POST');
      return advanceClock(services, request, correlationId);
    default:
      return undefined;
  }
}

function requireMethod({ method }: ApiRequest, ...allowed: readonly string[]): void {
  if (!allowed.includes(method)) throw statusErrors.methodNotAllowedOnPath();
}
