import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import type { Change, KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { eventColumns } from './event.columns.ts';
import type { Event } from './event.ts';
import { validateEvent, validateEventUpdate } from './event.validation.ts';
import { eventsForm } from './events-form.ts';

/** Event of an Event change: reported, or repeated with a higher count. */
export type EventEvent =
  | Exclude<LifeCycleEvent<'Event'>, { type: 'EventCreated' }>
  | { readonly type: 'EventReported'; readonly data: ReportData }
  | { readonly type: 'EventRepeated'; readonly data: ReportData };

type ReportData = {
  readonly reason: string;
  readonly object: string;
  readonly count: number;
};

/** Time to live of an Event since its last write, upstream's default of `--event-ttl`. */
const TIME_TO_LIVE_MS = 60 * 60 * 1000;

/** Models `pkg/registry/core/event/strategy.go`. */
const strategy: Strategy<Event> = {
  allowCreateOnUpdate: true,
  ownsNothing: true,
  default: writeUnsetFields,
  prepareForCreate() {},
  prepareForUpdate() {},
  validate: validateEvent,
  validateUpdate: validateEventUpdate,
};

/** Sets absent fields of `event` to Go's zero values, which upstream's type cannot omit: null times and empty strings. */
export function writeUnsetFields(event: Event): void {
  nullWhereUnset(event, 'eventTime', 'firstTimestamp', 'lastTimestamp');
  nullWhereUnset(event.series, 'lastObservedTime');
  event.source ??= {};
  event.reportingComponent ??= '';
  event.reportingInstance ??= '';
}

/** Event of core/v1. Models `pkg/registry/core/event`. */
export const eventKind: KindDefinition<Event> = {
  ...resources.events,
  listKind: 'EventList',
  singular: 'event',
  shortNames: ['ev'],
  categories: [],
  definition: 'io.k8s.api.core.v1.Event',
  forms: [eventsForm],
  strategy,
  columns: eventColumns,
  selectableFields: {
    'involvedObject.kind': (event) => event.involvedObject?.kind ?? '',
    'involvedObject.namespace': (event) => event.involvedObject?.namespace ?? '',
    'involvedObject.name': (event) => event.involvedObject?.name ?? '',
    'involvedObject.uid': (event) => event.involvedObject?.uid ?? '',
    'involvedObject.apiVersion': (event) => event.involvedObject?.apiVersion ?? '',
    'involvedObject.resourceVersion': (event) => event.involvedObject?.resourceVersion ?? '',
    'involvedObject.fieldPath': (event) => event.involvedObject?.fieldPath ?? '',
    reason: (event) => event.reason ?? '',
    reportingComponent: (event) => event.reportingComponent ?? '',
    source: (event) => event.source?.component || (event.reportingComponent ?? ''),
    type: (event) => event.type ?? '',
  },
  event: eventEvent,
  timeToLiveMs: TIME_TO_LIVE_MS,
};

/** Returns the log event of an Event change. */
export function eventEvent(change: Change<Event>): EventEvent {
  const event = lifeCycleEvent('Event', change);
  if (event.type === 'EventCreated') return { type: 'EventReported', data: reportData(change.next) };
  return event.type === 'EventUpdated' ? { type: 'EventRepeated', data: reportData(change.next) } : event;
}

function reportData({ reason = '', involvedObject, count = 1, series }: Event): ReportData {
  return { reason, object: `${involvedObject?.kind ?? ''}/${involvedObject?.name ?? ''}`, count: series?.count ?? count };
}
