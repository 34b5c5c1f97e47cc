import { statusErrors } from '@klockwork/api-machinery';
import type { Journal } from '@klockwork/event-store';
import type { ApiAnswer, ApiRequest, ApiStream, HttpApi } from '@klockwork/http-api';
import { ApiError, type LabTime } from '@klockwork/kernel';
import { jsonAnswer, refusal } from '../answers/answers.ts';
import { bodyFields } from '../klockwork/body-fields.ts';
import { checkClientName } from '../klockwork/client-name.ts';
import { checkAccess } from '../routing/access.ts';
import { pathSegments } from '../routing/path.ts';
import { parseQuery } from '../routing/query.ts';
import type { Replays } from './replays.ts';

/** Prefix of a replay: `/replay/NAME` itself, and `/replay/NAME/api/v1/pods` for its clients. */
const REPLAY_PATH = /^\/replay\/([^/]+)(\/.*)?$/;

type Answer = ApiAnswer | ApiStream;

/**
 * Returns an API with paths below `/replay/NAME`. GET `?from=512&to=840` opens the replay, and holds it open. PUT `{"to":1767225600000}`
 * replays the events up to that lab time, in ms; null stands for the end. DELETE ends it.
 */
export function withReplays(http: HttpApi, journal: Pick<Journal, 'state'>, replays: Replays): HttpApi {
  return {
    async handle(request) {
      const [, name, path] = REPLAY_PATH.exec(request.path) ?? [];
      if (name === undefined) return http.handle(request);
      try {
        checkAccess(request, pathSegments(request.path) ?? []);
        checkClientName(name);
        if (path === undefined) return await control(replays, { name, request, head: journal.state.revision });
        return await replays.handle(name, { ...request, path }, parseQuery(request.query).flag('watch'));
      } catch (error) {
        if (error instanceof ApiError) return refusal(error);
        throw error;
      }
    },
  };
}

async function control(replays: Replays, { name, request, head }: { name: string; request: ApiRequest; head: number }): Promise<Answer> {
  switch (request.method) {
    case 'GET':
      return replays.open(name, spanOf(request, head), request);
    case 'PUT':
      return jsonAnswer(200, await replays.step(name, timeOf(bodyFields(request, ['to']).to)));
    case 'DELETE':
      replays.end(name);
      return jsonAnswer(200, {});
    default:
      throw statusErrors.methodNotAllowedOnPath();
  }
}

/** Throws BadRequest. */
function spanOf(request: ApiRequest, head: number): { from: number; through: number } {
  const query = parseQuery(request.query);
  const [from, through] = [Number(query.text('from')), Number(query.text('to') || head)];
  if (!Number.isInteger(from) || from < 1) throw statusErrors.badRequest('from must be a revision: the log begins at revision 1');
  if (!Number.isInteger(through) || through > head)
    throw statusErrors.badRequest(`to must be a revision: the log ends at revision ${head}`);
  if (from > through) throw statusErrors.badRequest(`revision ${from} is later than revision ${through}: name the earlier moment first`);
  return { from, through };
}

function timeOf(to: unknown): LabTime | null {
  if (to === null || (typeof to === 'number' && Number.isFinite(to))) return to;
  throw statusErrors.badRequest('to must be a lab time in ms, or null');
}
