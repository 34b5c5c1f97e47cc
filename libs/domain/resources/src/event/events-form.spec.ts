import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent, texts } from '../testing/index.ts';
import type { Event } from './event.ts';
import { eventsForm } from './events-form.ts';

const newer: Partial<Event> = {
  firstTimestamp: undefined as never,
  lastTimestamp: undefined as never,
  count: undefined as never,
  source: undefined as never,
  eventTime: '2026-01-01T00:00:00.000000Z',
  reportingComponent: 'default-scheduler',
  reportingInstance: 'default-scheduler-1',
  action: 'Binding',
};

test('an event converts to the newer form and back', () => {
  const stored = anEvent({ reportingComponent: 'kubelet', reportingInstance: 'node-1' });
  const { involvedObject, message, source, firstTimestamp, lastTimestamp, count, reportingComponent, ...same } = stored;
  const form = eventsForm.fromStored(stored);
  expect(form).toEqual({
    ...same,
    regarding: involvedObject,
    note: message,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
    reportingController: reportingComponent,
  });
  expect(eventsForm.toStored(form)).toEqual(stored);
});

test('an arbitrary event survives the round trip', () => {
  const fields = fc.constantFrom('message', 'source', 'count', 'involvedObject', 'reason', 'reportingComponent', 'lastTimestamp', 'other');
  fc.assert(
    fc.property(fc.dictionary(fields, fc.jsonValue().filter(Boolean)), (odd) => {
      const event = { metadata: {}, involvedObject: {}, ...odd } as Event;
      expect(eventsForm.toStored(eventsForm.fromStored(event))).toEqual(event);
    }),
  );
});

test('an empty reporter is omitted from the newer form', () => {
  expect(eventsForm.fromStored({ ...anEvent(), reportingComponent: '', reportingInstance: '' })).not.toHaveProperty('reportingController');
  expect(eventsForm.fromStored({ ...anEvent(), reportingComponent: '', reportingInstance: '' })).not.toHaveProperty('reportingInstance');
});

test('field selectors use names of the newer form', () => {
  expect(eventsForm.selectableFields?.['regarding.name']?.(anEvent())).toBe('web');
  expect(Object.values(eventsForm.selectableFields ?? {}).map((read) => typeof read({} as Event))).not.toContain('undefined');
});

describe('an event of the newer form is refused', () => {
  test.each<[string, Partial<Event>, string[]]>([
    [
      'with fields of the older form',
      { ...newer, count: 1, source: { component: 'kubelet' } },
      ['count: Invalid value: "": needs to be unset', 'source: Invalid value: "": needs to be unset'],
    ],
    [
      'without a time and of an unknown type',
      { ...newer, eventTime: undefined as never, type: 'Loud' },
      ['eventTime: Required value', 'type: Invalid value: "": has invalid value: Loud'],
    ],
    [
      'with an invalid reporter name',
      { ...newer, reportingComponent: 'a'.repeat(64) },
      [`reportingController: Invalid value: "${'a'.repeat(64)}": name part must be no more than 63 bytes`],
    ],
    [
      'with a series of one',
      { ...newer, series: { count: 1, lastObservedTime: '2026-01-01T00:00:00Z' } },
      ['series.count: Invalid value: "": should be at least 2'],
    ],
  ])('an event of the newer form %s is refused', (_, change, errors) => {
    expect(texts(eventsForm.rules?.validate({ ...anEvent(), ...change }) ?? [])).toEqual(errors);
  });

  test('an event of the newer form with changes outside its series is refused', () => {
    const stored = { ...anEvent(), ...newer };
    const repeated = { ...stored, series: { count: 2, lastObservedTime: '2026-01-01T00:00:00Z' } };
    expect(eventsForm.rules?.validateUpdate(repeated, stored)).toEqual([]);
    expect(texts(eventsForm.rules?.validateUpdate({ ...repeated, message: 'x' }, stored) ?? [])).toEqual([
      'message: Invalid value: "x": field is immutable',
    ]);
  });
});
