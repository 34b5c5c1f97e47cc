import type { ServedForm } from '../kind.ts';
import type { Event } from './event.ts';
import { validateNewerEvent, validateNewerEventUpdate } from './newer-event.validation.ts';

/** Renamed fields of the newer form: core name → new name. */
const RENAMED = {
  involvedObject: 'regarding',
  message: 'note',
  reportingComponent: 'reportingController',
  source: 'deprecatedSource',
  firstTimestamp: 'deprecatedFirstTimestamp',
  lastTimestamp: 'deprecatedLastTimestamp',
  count: 'deprecatedCount',
} as const;

/** Event of events.k8s.io/v1: the core group's Event with renamed fields. Models `pkg/apis/events/v1/conversion.go`. */
export const eventsForm: ServedForm<Event> = {
  group: 'events.k8s.io',
  version: 'v1',
  definition: 'io.k8s.api.events.v1.Event',
  rules: { validate: validateNewerEvent, validateUpdate: validateNewerEventUpdate },
  selectableFields: {
    'regarding.kind': ({ involvedObject }) => involvedObject?.kind ?? '',
    'regarding.namespace': ({ involvedObject }) => involvedObject?.namespace ?? '',
    'regarding.name': ({ involvedObject }) => involvedObject?.name ?? '',
    'regarding.uid': ({ involvedObject }) => involvedObject?.uid ?? '',
    'regarding.apiVersion': ({ involvedObject }) => involvedObject?.apiVersion ?? '',
    'regarding.resourceVersion': ({ involvedObject }) => involvedObject?.resourceVersion ?? '',
    'regarding.fieldPath': ({ involvedObject }) => involvedObject?.fieldPath ?? '',
    reason: ({ reason }) => reason ?? '',
    reportingController: ({ reportingComponent }) => reportingComponent ?? '',
    type: ({ type }) => type ?? '',
  },
  fromStored: (event) => renamed(withoutUnset(event), RENAMED),
  toStored: (body) => renamed<Event>(body, inverse(RENAMED)),
};

/** The newer form omits an empty reporter; the older one writes ''. */
function withoutUnset(event: Event): object {
  const { reportingComponent, reportingInstance, ...rest } = event;
  return { ...rest, ...(reportingComponent && { reportingComponent }), ...(reportingInstance && { reportingInstance }) };
}

function renamed<Renamed extends object>(object: object, names: Readonly<Record<string, string>>): Renamed {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [names[name] ?? name, value])) as Renamed;
}

function inverse(names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([name, other]) => [other, name]));
}
