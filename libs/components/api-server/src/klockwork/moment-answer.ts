import { statusErrors } from '@klockwork/api-machinery';
import { momentOf } from '@klockwork/event-store';
import type { ApiAnswer } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { searchedLog } from './event-log.ts';

/** Resolves `?at=`: a revision, how long ago, or a time of the lab. Throws BadRequest for a moment outside of the log. */
export async function momentAnswer({ query, services: { journal, clock } }: RequestContext): Promise<ApiAnswer> {
  const now = clock.now();
  const moment = await momentOf(searchedLog(journal), query.text('at'), now);
  if ('problem' in moment) throw statusErrors.badRequest(moment.problem);
  return jsonAnswer(200, { ...moment, now });
}
