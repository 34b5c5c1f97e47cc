import { describe, expect, test } from 'vitest';
import { anEvent, rowOf, tryCreate } from '../testing/index.ts';
import { eventEvent, eventKind } from './event.kind.ts';

const LATER = Date.parse('2026-01-01T00:10:00Z');

test('kubectl get events prints its row', () => {
  const event = anEvent({
    count: 4,
    lastTimestamp: '2026-01-01T00:09:00Z',
    message: 'text\n',
    involvedObject: { fieldPath: 'spec.containers{web}' },
    source: { component: 'kubelet', host: 'node-1' },
  });
  expect(rowOf(eventKind, event, LATER)).toEqual({
    'Last Seen': '60s',
    Type: 'Normal',
    Reason: 'Scheduled',
    Object: 'pod/web',
    'Subobject (wide)': 'spec.containers{web}',
    'Source (wide)': 'kubelet, node-1',
    Message: 'text',
    'First Seen (wide)': '10m',
    'Count (wide)': 4,
    'Name (wide)': 'web.1873a1b2c3d4e5f6',
  });
});

test('absent fields of an event are written as zero values', () => {
  const { object, errors } = tryCreate(eventKind, { metadata: { name: 'a', namespace: 'default' }, involvedObject: {} });
  expect(errors).toEqual([]);
  expect(object).toMatchObject({
    ...{ eventTime: null, firstTimestamp: null, lastTimestamp: null },
    ...{ source: {}, reportingComponent: '', reportingInstance: '' },
  });
});

test('an event of the newer form is printed by eventTime, series and controller', () => {
  const event = anEvent({
    firstTimestamp: undefined,
    lastTimestamp: undefined,
    count: undefined,
    source: undefined,
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingComponent: 'default-scheduler',
    reportingInstance: 'default-scheduler-1',
    series: { count: 3, lastObservedTime: '2026-01-01T00:05:00.000000Z' },
  });
  expect(rowOf(eventKind, event, LATER)).toMatchObject({
    'Last Seen': '5m',
    'First Seen (wide)': '10m',
    'Count (wide)': 3,
    'Source (wide)': 'default-scheduler, default-scheduler-1',
  });
  expect(eventKind.selectableFields.source?.(event)).toBe('default-scheduler');
});

describe('an event is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'in a different namespace than its object',
      anEvent({ involvedObject: { namespace: 'other' } }),
      ['involvedObject.namespace: Invalid value: "other": does not match event.namespace'],
    ],
    [
      'without a name, or with a path as name',
      anEvent({ metadata: { name: 'a/b' } }),
      ['metadata.name: Invalid value: "a/b": may not contain \'/\''],
    ],
    [
      'with an eventTime and missing fields',
      anEvent({ eventTime: '2026-01-01T00:00:00.000000Z', reason: undefined, message: 'x'.repeat(1025) }),
      [
        'reportingComponent: Required value',
        'reportingComponent: Invalid value: "": name part must be non-empty',
        "reportingComponent: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        'reportingInstance: Required value',
        'action: Required value',
        'reason: Required value',
        'message: Invalid value: "": can have at most 1024 characters',
      ],
    ],
  ])('an event %s is refused', (_, body, expected) => {
    expect(tryCreate(eventKind, body).errors).toEqual(expected);
  });
});

test('an event about a cluster-scoped object has namespace default', () => {
  const body = anEvent({ involvedObject: { kind: 'Node', name: 'node-1', namespace: undefined } });
  expect(tryCreate(eventKind, body).errors).toEqual([]);
});

test('the log names a report and its repetition', () => {
  const event = anEvent();
  const again = anEvent({ count: 2 });
  expect(eventEvent({ verb: 'create', subresource: '', next: event })).toEqual({
    type: 'EventReported',
    data: { reason: 'Scheduled', object: 'Pod/web', count: 1 },
  });
  expect(eventEvent({ verb: 'update', subresource: '', previous: event, next: again })).toEqual({
    type: 'EventRepeated',
    data: { reason: 'Scheduled', object: 'Pod/web', count: 2 },
  });
});

test('events live an hour and can be created by PUT', () => {
  expect([eventKind.timeToLiveMs, eventKind.strategy.allowCreateOnUpdate]).toEqual([3_600_000, true]);
});
