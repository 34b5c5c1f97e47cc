import type { Journal } from '@klockwork/event-store';
import type { Clock } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import type { ApiAnswer, ApiRequest, ApiStream } from '../http.ts';
import type { Query } from '../routing/query.ts';
import { eventLog } from './event-log.ts';
import { eventLogQuery } from './log-query.ts';
import { whyAnswer } from './why-answer.ts';
import { whyQuery } from './why-query.ts';

/** Answers `/klockwork/v1/…`: what Kubernetes has not. Undefined for other paths. */
export function klockworkAnswer(
  { journal, clock, kinds }: { journal: Journal; clock: Clock; kinds: readonly KindDefinition[] },
  request: ApiRequest,
  { segments, query }: { segments: readonly string[]; query: Query },
): ApiAnswer | ApiStream | Promise<ApiAnswer> | undefined {
  switch (segments.join('/')) {
    case 'klockwork/v1/log':
      return eventLog(journal, eventLogQuery(kinds, query), request.stop);
    case 'klockwork/v1/why':
      return whyAnswer(journal, kinds, whyQuery(kinds, query));
    case 'klockwork/v1/status':
      return jsonAnswer(200, { revision: journal.state.revision, clock: { now: new Date(clock.now()).toISOString() } });
    default:
      return undefined;
  }
}
