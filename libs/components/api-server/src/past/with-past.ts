import { statusErrors } from '@klockwork/api-machinery';
import type { Journal, Revision } from '@klockwork/event-store';
import type { HttpApi } from '@klockwork/http-api';
import { ApiError } from '@klockwork/kernel';
import { refusal } from '../answers/answers.ts';
import { checkAccess } from '../routing/access.ts';
import { pathSegments } from '../routing/path.ts';
import { pastRequest } from './past-request.ts';

/** APIs of earlier revisions: the port of readers of the past. */
export interface Past {
  /** Returns the read-only API at a revision between 1 and the end of the log. Rejects with DamagedLogError. */
  at(revision: Revision): Promise<HttpApi>;
}

/** Returns an API with paths below `/at/REVISION/`. Requests for the past are authorised by the present. */
export function withPast(http: HttpApi, journal: Pick<Journal, 'state'>, past: Past): HttpApi {
  return {
    async handle(request) {
      try {
        const pastRead = pastRequest(request);
        if (pastRead === undefined) return await http.handle(request);
        checkAccess(request, pathSegments(request.path) ?? []);
        checkRevision(pastRead.revision, journal.state.revision);
        const then = await past.at(pastRead.revision);
        return await then.handle(pastRead.request);
      } catch (error) {
        if (error instanceof ApiError) return refusal(error);
        throw error;
      }
    },
  };
}

function checkRevision(revision: Revision, head: Revision): void {
  if (revision < 1) throw statusErrors.badRequest('the log begins at revision 1');
  if (revision > head) throw statusErrors.badRequest(`the log ends at revision ${head}`);
}
