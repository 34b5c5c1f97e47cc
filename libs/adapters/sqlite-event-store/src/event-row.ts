import type { Revision, SnapshotEntry, StoredEvent } from '@klockwork/event-store';
import { parseJson } from '@klockwork/kernel';
import type { Checksum } from './checksum.ts';

/** Fields of an event in the log's file: column, type in SQLite, and value. Only {@link eventOfRow} repeats their order. */
export const EVENT_FIELDS = [
  integer('revision', (event) => event.revision),
  integer('previous_revision', (event) => event.previousRevision),
  integer('previous_revision_of_kind', (event) => event.previousRevisionOfKind),
  text('api_group', (event) => event.key.group),
  text('resource', (event) => event.key.resource),
  text('namespace', (event) => event.key.namespace),
  text('name', (event) => event.key.name),
  text('uid', (event) => event.uid),
  text('type', (event) => event.type),
  text('change', (event) => event.change),
  integer('at', (event) => event.at),
  text('user', (event) => event.actor.user),
  text('user_agent', (event) => event.actor.userAgent),
  text('correlation_id', (event) => event.correlationId),
  json('cause', (event) => JSON.stringify(event.cause)),
  json('data', (event) => JSON.stringify(event.data)),
  integer('confidential', (event) => (event.confidential === undefined ? 0 : 1)),
  json('object', (event) => event.objectJson),
] as const;

type Fields = typeof EVENT_FIELDS;
type Field = { readonly read: (event: StoredEvent) => string | number };
type ValuesOf<List extends readonly Field[]> = { readonly [Index in keyof List]: ReturnType<List[Index]['read']> };

/** Columns of an event with their types. JSON columns are texts; `object` is the text created once for this revision. */
export type EventColumns = { readonly [Field in Fields[number] as Field['column']]: ReturnType<Field['read']> };

/** Values of an event by column: a plain list, which threads and statements accept directly. */
export type EventValues = ValuesOf<Fields>;

/** Columns of an event, in the order of {@link valuesOf}. */
export const EVENT_COLUMNS = EVENT_FIELDS.map(({ column }) => column);

/** Columns of {@link EventRow}. */
export const ROW_COLUMNS = [...EVENT_COLUMNS, 'link', 'checksum', 'kept_before'].join(', ');

/** Row of an event: values, previous checksum, own checksum, and entry in its kind's chain. */
export type EventRow = readonly [...EventValues, link: Checksum, checksum: Checksum, keptBefore: Revision];

const LINK = EVENT_FIELDS.length;

/** Returns the values of an event, in the order of {@link EVENT_FIELDS}. */
export function valuesOf(event: StoredEvent): EventValues {
  const values: readonly EventValues[number][] = EVENT_FIELDS.map(({ read }) => read(event));
  return values as EventValues;
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

/** Returns the entry of a snapshot: other JSON columns are not parsed, as starts read each live object. */
export function snapshotEntryOf(row: EventRow): SnapshotEntry {
  const [revision, , , group, resource, namespace, name] = row;
  return { key: { group, resource, namespace, name }, revision, objectJson: row[LINK - 1] as string };
}

export function revisionOf(row: EventRow | EventValues): Revision {
  return row[0];
}

export function valuesOfRow(row: EventRow): EventValues {
  const values: readonly EventRow[number][] = row.slice(0, LINK);
  return values as EventValues;
}

/** Returns the checksum of the previous event. */
export function linkOf(row: EventRow): Checksum {
  return row[LINK];
}

export function storedChecksumOf(row: EventRow): Checksum {
  return row[LINK + 1] as Checksum;
}

/** Returns the revision of the previous stored event of the kind. */
export function keptBeforeOf(row: EventRow): Revision {
  return row[LINK + 2] as Revision;
}

/** True if the row belongs to an object of this name. */
export function isOfKey(row: EventRow, key: { group: string; resource: string; namespace: string; name: string }): boolean {
  return row[3] === key.group && row[4] === key.resource && row[5] === key.namespace && row[6] === key.name;
}

function integer<Column extends string>(column: Column, read: (event: StoredEvent) => number) {
  return { column, type: 'integer', isJson: false, read } as const;
}

function text<Column extends string, Value extends string>(column: Column, read: (event: StoredEvent) => Value) {
  return { column, type: 'text', isJson: false, read } as const;
}

function json<Column extends string>(column: Column, read: (event: StoredEvent) => string) {
  return { column, type: 'text', isJson: true, read } as const;
}
