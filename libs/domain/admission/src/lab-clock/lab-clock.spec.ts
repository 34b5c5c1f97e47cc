import { resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { labClock } from './lab-clock.ts';

const view = viewOf();
const clock = { metadata: { name: 'lab' } };
const about = { resource: resources.clocks, namespace: '', name: 'lab' };

test("the lab's clock is never deleted", () => {
  expect(outcomeOf(labClock, podRequest(undefined, { ...about, operation: 'DELETE' }), view)).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    code: 403,
    reason: 'Forbidden',
    message: 'clocks.klockwork.dev "lab" is forbidden: this clock may not be deleted',
    details: { name: 'lab', group: 'klockwork.dev', kind: 'clocks' },
  });
});

test('the Clock can be changed, and other objects can be deleted', () => {
  expect(outcomeOf(labClock, podRequest(clock, { ...about, operation: 'UPDATE' }), view)).toEqual(clock);
  expect(outcomeOf(labClock, podRequest(undefined, { operation: 'DELETE' }), view)).toBeUndefined();
});
