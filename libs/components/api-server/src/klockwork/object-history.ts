import { statusErrors } from '@klockwork/api-machinery';
import { JournalCausalLog, shownEvent } from '@klockwork/event-store';
import type { ApiAnswer } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { namedObject } from './object-name.ts';

/** Returns all stored revisions of `?object=`, oldest first, also of deleted objects. Throws BadRequest, or NotFound without a revision. */
export async function objectHistory({ query, services: { journal, kinds } }: RequestContext): Promise<ApiAnswer> {
  const object = query.text('object');
  if (object === '') throw statusErrors.badRequest('object must be given, such as pods/web');
  const { kind, key } = namedObject(kinds.all, object, query.text('namespace') || 'default');
  const events = await new JournalCausalLog(journal, kinds.all).history(key);
  if (events.length === 0) throw statusErrors.notFound(kind, key.name);
  return jsonAnswer(200, { items: events.map(shownEvent) });
}
