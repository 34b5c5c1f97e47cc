import { statusErrors } from '@klockwork/api-machinery';
import type { Revision } from '@klockwork/event-store';
import type { KindDefinition, ObjectKey } from '@klockwork/resources';
import type { Query } from '../routing/query.ts';
import { namedObject } from './object-name.ts';

/** What of the event log is asked for. */
export interface EventLogQuery {
  /** Events after this revision. */
  readonly after: Revision;
  readonly key?: ObjectKey;
  readonly follow: boolean;
}

/** Reads `from`, `object` (`pods/NAME`), `namespace` and `follow`. Throws BadRequest. */
export function eventLogQuery(kinds: readonly KindDefinition[], query: Query): EventLogQuery {
  const from = query.text('from') || '1';
  if (!/^\d{1,15}$/.test(from)) throw statusErrors.badRequest(`from must be a revision, not ${JSON.stringify(from)}`);
  const object = query.text('object');
  return {
    after: Math.max(0, Number(from) - 1),
    follow: query.flag('follow'),
    ...(object !== '' && { key: namedObject(kinds, object, query.text('namespace') || 'default').key }),
  };
}
