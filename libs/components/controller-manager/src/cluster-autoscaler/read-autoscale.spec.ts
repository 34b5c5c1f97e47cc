import { expect, test } from 'vitest';
import { readAutoscale } from './read-autoscale.ts';

test('the variable has the limits of the group', () => {
  expect(readAutoscale({ KLOCKWORK_AUTOSCALE: '3..10' })).toEqual({ min: 3, max: 10 });
  expect(readAutoscale({ KLOCKWORK_AUTOSCALE: '' })).toBeUndefined();
  expect(() => readAutoscale({ KLOCKWORK_AUTOSCALE: '10..3' })).toThrow('KLOCKWORK_AUTOSCALE must be limits such as 3..10, not 10..3');
});
