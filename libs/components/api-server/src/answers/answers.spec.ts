import { statusErrors } from '@klockwork/api-machinery';
import { expect, test } from 'vitest';
import { refusal } from './answers.ts';

const pods = { group: '', resource: 'pods' };

test.each([
  [statusErrors.generateNameConflict(pods, 'web-abcde', 1), '1'],
  [statusErrors.tooManyRequests('later', 10), '10'],
  [statusErrors.tooManyRequests('never'), undefined],
  [statusErrors.notFound(pods, 'web'), undefined],
])('a refusal has the Retry-After header of its Status: %s', (error, seconds) => {
  expect(refusal(error).headers['retry-after']).toBe(seconds);
});
