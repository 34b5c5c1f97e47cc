import { statusErrors } from '@klockwork/api-machinery';
import { momentOf, objectChanges } from '@klockwork/event-store';
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

/** Returns the objects that differ between the moments `?before=` and `?after=`. Throws BadRequest for a moment outside of the log. */
export async function changesAnswer({ query, services: { journal, clock, kinds } }: RequestContext): Promise<ApiAnswer> {
  const parameters = { kinds: kinds.all, text: (name: string) => query.text(name), now: clock.now() };
  const changes = await objectChanges(searchedLog(journal), parameters);
  if ('problem' in changes) throw statusErrors.badRequest(changes.problem);
  return jsonAnswer(200, changes);
}
