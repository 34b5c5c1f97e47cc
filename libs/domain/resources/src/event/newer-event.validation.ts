import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import type { Event } from './event.ts';
import { eventContentErrors } from './event.validation.ts';

const REPORTER = 'reportingController';
/** Fields that only older reporters write. */
const OLDER = ['firstTimestamp', 'lastTimestamp', 'count', 'source'] as const;
/** Immutable fields of an event; messages use names of upstream's internal type. */
const FIXED = {
  involvedObject: 'involvedObject',
  reason: 'reason',
  message: 'message',
  source: 'source',
  firstTimestamp: 'firstTimestamp',
  lastTimestamp: 'lastTimestamp',
  count: 'count',
  type: 'type',
  eventTime: 'eventTime',
  action: 'action',
  related: 'related',
  reportingComponent: REPORTER,
  reportingInstance: 'reportingInstance',
} as const satisfies Partial<Record<keyof Event, string>>;

/** Validates a new event by additional rules of events.k8s.io/v1. Models `ValidateEventCreate`. */
export function validateNewerEvent(event: Event): FieldError[] {
  const isKnownType = event.type === 'Normal' || event.type === 'Warning';
  return [
    ...eventContentErrors(event, REPORTER),
    ...validateObjectMeta(event.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...seriesErrors(event),
    ...(event.eventTime ? [] : [fieldErrors.required('eventTime')]),
    ...(isKnownType ? [] : [fieldErrors.invalid('type', '', `has invalid value: ${event.type ?? ''}`)]),
    ...OLDER.filter((field) => isSet(event[field])).map((field) => fieldErrors.invalid(field, '', 'needs to be unset')),
  ];
}

/** An event changes in its series alone. Models `ValidateEventUpdate`. */
export function validateNewerEventUpdate(next: Event, previous: Event): FieldError[] {
  const fields = Object.keys(FIXED) as (keyof typeof FIXED)[];
  const sameSeries = JSON.stringify(next.series) === JSON.stringify(previous.series);
  return [
    ...eventContentErrors(next, REPORTER),
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...(sameSeries ? [] : seriesErrors(next)),
    ...fields.flatMap((field) => validateImmutable(next[field], previous[field], FIXED[field])),
  ];
}

function seriesErrors({ series }: Event): FieldError[] {
  if (series === undefined) return [];
  return [
    ...((series.count ?? 0) < 2 ? [fieldErrors.invalid('series.count', '', 'should be at least 2')] : []),
    ...(series.lastObservedTime ? [] : [fieldErrors.required('series.lastObservedTime')]),
  ];
}

function isSet(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(isSet);
  return value !== undefined && value !== null && value !== '' && value !== 0;
}
