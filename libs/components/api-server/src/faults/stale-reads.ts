import type { Journal, Revision } from '@klockwork/event-store';
import { momentOf } from '@klockwork/event-store';
import type { ApiRequest, HttpApi } from '@klockwork/http-api';
import { ApiError, type Clock, type LabTime } from '@klockwork/kernel';
import { refusal } from '../answers/answers.ts';
import { searchedLog } from '../klockwork/event-log.ts';
import type { Past } from '../past/with-past.ts';
import { checkAccess } from '../routing/access.ts';
import { parseResourcePath, pathSegments } from '../routing/path.ts';
import { parseQuery } from '../routing/query.ts';
import { verbOf } from '../routing/verb.ts';
import type { ApiFaults, FaultedRequest } from './api-faults.ts';

/** Dependencies of stale reads. */
export interface StaleReadParts {
  readonly journal: Journal;
  readonly past: Past;
  readonly clock: Clock;
  readonly faults: ApiFaults;
}

/** Returns an API that answers gets and lists of clients under the fault StaleReads from the past. */
export function withStaleReads(http: HttpApi, { journal, past, clock, faults }: StaleReadParts): HttpApi {
  return {
    async handle(request) {
      const read = faults.none ? undefined : readOf(request);
      const at = read && faults.staleTime(read, clock.now());
      if (at === undefined) return http.handle(request);
      try {
        checkAccess(request, pathSegments(request.path) ?? []);
        const then = await past.at(await revisionAt(journal, at, clock.now()));
        return await then.handle(request);
      } catch (error) {
        if (error instanceof ApiError) return refusal(error);
        throw error;
      }
    },
  };
}

/** Returns a read of objects; undefined for other requests. A streamed list is a read, too: the past refuses it, and informers list. */
function readOf(request: ApiRequest): FaultedRequest | undefined {
  const path = parseResourcePath(pathSegments(request.path) ?? []);
  if (path === undefined) return undefined;
  const query = parseQuery(request.query);
  const verb = verbOf(request.method, path, query) ?? '';
  const isRead = verb === 'get' || verb === 'list' || (verb === 'watch' && query.flag('sendInitialEvents'));
  return isRead ? { ...path, verb, user: request.user ?? '', userAgent: request.headers['user-agent'] ?? '' } : undefined;
}

/** Returns the last revision at or before an instant, at least 1. */
async function revisionAt(journal: Journal, at: LabTime, now: LabTime): Promise<Revision> {
  const moment = await momentOf(searchedLog(journal), new Date(at).toISOString(), now);
  return 'problem' in moment ? 1 : moment.revision;
}
