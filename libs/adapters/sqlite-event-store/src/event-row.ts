import type { Revision, StoredEvent } from '@klockwork/event-store';
import { parseJson } from '@klockwork/kernel';
import type { EventRow } from './schema.ts';

/** The columns of an event, in the order of {@link valuesOf}. */
export const EVENT_COLUMNS = [
  'revision',
  'previous_revision',
  'previous_revision_of_kind',
  'api_group',
  'resource',
  'namespace',
  'name',
  'uid',
  'type',
  'change',
  'at',
  'user',
  'user_agent',
  'correlation_id',
  'cause',
  'data',
  'confidential',
  'object',
] as const satisfies readonly (keyof EventRow)[];

/** What is written of an event, by column: a plain list, which goes to another thread and into a statement as it is. */
export type EventValues = readonly [revision: Revision, ...values: (number | string)[]];

/** The values of an event, in the order of {@link EVENT_COLUMNS}. */
export function valuesOf(event: StoredEvent): EventValues {
  const { key, actor } = event;
  return [
    event.revision,
    event.previousRevision,
    event.previousRevisionOfKind,
    key.group,
    key.resource,
    key.namespace,
    key.name,
    event.uid,
    event.type,
    event.change,
    event.at,
    actor.user,
    actor.userAgent,
    event.correlationId,
    JSON.stringify(event.cause),
    JSON.stringify(event.data),
    event.confidential === undefined ? 0 : 1,
    event.objectJson,
  ];
}

/** The event of a row. */
export function eventOfRow(row: EventRow): StoredEvent {
  return {
    revision: row.revision,
    previousRevision: row.previous_revision,
    previousRevisionOfKind: row.previous_revision_of_kind,
    key: { group: row.api_group, resource: row.resource, namespace: row.namespace, name: row.name },
    uid: row.uid,
    type: row.type,
    change: row.change,
    at: row.at,
    actor: { user: row.user, userAgent: row.user_agent },
    correlationId: row.correlation_id,
    cause: parseJson(row.cause) as StoredEvent['cause'],
    data: parseJson(row.data) as StoredEvent['data'],
    ...(row.confidential === 1 && { confidential: true }),
    objectJson: row.object,
  };
}
