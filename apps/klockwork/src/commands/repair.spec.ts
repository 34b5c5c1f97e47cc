import { storedEvent } from '@klockwork/event-store/testing';
import { expect, test } from 'vitest';
import { soundText, verifiedText } from '../output/verified-text.ts';
import { exportLine } from './export.ts';
import { exportedEvent } from './repair.ts';

test('an event that was exported is the same when it is read again, also one of a Secret, and one with a large integer', () => {
  const secret = storedEvent(7, { confidential: true, objectJson: '{"data":{"a":"eA=="},"size":9007199254740993}' });
  expect(exportedEvent(exportLine(secret))).toEqual(secret);
});

test.each([
  '',
  'no JSON',
  '{"revision":1}',
  '{"revision":"1","key":{},"object":{}}',
  exportLine(storedEvent(1)).replace(/,"object".*/, '}'),
])('a line that is not a whole event is refused: %s', (line) => {
  expect(exportedEvent(line)).toBeUndefined();
});

test('an exported event has nothing that a terminal obeys, and is the same when it is read again', () => {
  const event = storedEvent(7, { objectJson: '{"reason":"\\u001b[31mRED\\nFAKE-LINE 99999 NodeBecameReady \u009b31m\u202e"}' });
  const line = exportLine(event);
  expect(line.match(/[\p{Cc}\p{Cf}]/gu)).toBeNull();
  expect(JSON.parse(exportedEvent(line)?.objectJson ?? '')).toEqual(JSON.parse(event.objectJson));
});

test('a verified log is described in a line, and a damaged one with what can be saved', () => {
  expect(soundText('/lab/events.db', { events: 12, through: 12 })).toBe(
    'the event log /lab/events.db is sound: 12 events up to revision 12',
  );
  expect(soundText('/lab/events.db', { events: 12, through: 15 })).toBe(
    'the event log /lab/events.db is sound: 12 events up to revision 15, and 3 that were forgotten',
  );
  expect(soundText('/lab\u001b[31m\nFAKE', { events: 1, through: 1 })).toBe(
    'the event log /lab\\x1b[31m\\nFAKE is sound: 1 events up to revision 1',
  );
  expect(verifiedText('It is damaged', { events: 0, through: 0 })).toBe('It is damaged\nNo event can be saved.');
  expect(verifiedText('It is damaged', { events: 5, through: 6 })).toBe('It is damaged\n5 events can be saved, up to revision 6.');
});
