import type { Revision, StoredEvent } from '@klockwork/event-store';
import { parseJson } from '@klockwork/kernel';
import type { Checksum } from './checksum.ts';
import type { EventTable } from './schema.ts';

/** Columns of an event, in the order of {@link valuesOf}. */
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
] as const satisfies readonly (keyof EventTable)[];

/** Values of an event by column: a plain list, which threads and statements accept directly. */
export type EventValues = readonly [
  revision: Revision,
  previousRevision: Revision,
  previousRevisionOfKind: Revision,
  group: string,
  resource: string,
  namespace: string,
  name: string,
  uid: string,
  type: string,
  change: StoredEvent['change'],
  at: number,
  user: string,
  userAgent: string,
  correlationId: string,
  cause: string,
  data: string,
  confidential: number,
  object: string,
];

/** Columns of {@link EventRow}. */
export const ROW_COLUMNS = [...EVENT_COLUMNS, 'link', 'checksum', 'kept_before'].join(', ');

/** Row of an event: values, previous checksum, own checksum, and entry in its kind's chain. */
export type EventRow = readonly [...EventValues, link: Checksum, checksum: Checksum, keptBefore: Revision];

/** Returns the values of an event, in the order of {@link EVENT_COLUMNS}. */
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

/** Returns the event of a row or of values. */
export function eventOfRow(row: EventRow | EventValues): StoredEvent {
  const [revision, previousRevision, previousRevisionOfKind, group, resource, namespace, name, uid, type, change, at, ...rest] = row;
  const [user, userAgent, correlationId, cause, data, confidential, objectJson] = rest;
  return {
    revision,
    previousRevision,
    previousRevisionOfKind,
    key: { group, resource, namespace, name },
    uid,
    type,
    change,
    at,
    actor: { user, userAgent },
    correlationId,
    cause: parseJson(cause) as StoredEvent['cause'],
    data: parseJson(data) as StoredEvent['data'],
    ...(confidential === 1 && { confidential: true }),
    objectJson,
  };
}

/** Returns the revision of a row. */
export function revisionOf(row: EventRow | EventValues): Revision {
  return row[0];
}

/** Returns the values of a row. */
export function valuesOfRow(row: EventRow): EventValues {
  return row.slice(0, EVENT_COLUMNS.length) as unknown as EventValues;
}

/** Returns the checksum of the previous event. */
export function linkOf(row: EventRow): Checksum {
  return row[18];
}

/** Returns the stored checksum of a row. */
export function storedChecksumOf(row: EventRow): Checksum {
  return row[19];
}

/** Returns the revision of the previous stored event of the kind. */
export function keptBeforeOf(row: EventRow): Revision {
  return row[20];
}

/** True if the row belongs to an object of this name. */
export function isOfKey(row: EventRow, key: { group: string; resource: string; namespace: string; name: string }): boolean {
  return row[3] === key.group && row[4] === key.resource && row[5] === key.namespace && row[6] === key.name;
}
