import type { StoredEvent } from '@klockwork/event-store';
import { parseJson } from '@klockwork/kernel';
import type { EventRow } from './schema.ts';

/** The row of an event. */
export function rowOf(event: StoredEvent): EventRow {
  return {
    revision: event.revision,
    previous_revision: event.previousRevision,
    previous_revision_of_kind: event.previousRevisionOfKind,
    api_group: event.key.group,
    resource: event.key.resource,
    namespace: event.key.namespace,
    name: event.key.name,
    uid: event.uid,
    type: event.type,
    change: event.change,
    at: event.at,
    user: event.actor.user,
    user_agent: event.actor.userAgent,
    correlation_id: event.correlationId,
    cause: JSON.stringify(event.cause),
    data: JSON.stringify(event.data),
    confidential: event.confidential === undefined ? 0 : 1,
    object: event.objectJson,
  };
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
