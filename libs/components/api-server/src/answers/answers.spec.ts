import { statusErrors } from '@klockwork/api-machinery';
import { expect, test } from 'vitest';
import { refusal } from './answers.ts';

const pods = { group: '', resource: 'pods' };

test.each([
  [statusErrors.generateNameConflict(pods, 'web-abcde', 1), '1'],
  [statusErrors.tooManyRequests('later', 10), '10'],
  [statusErrors.tooManyRequests('never'), undefined],
  [statusErrors.notFound(pods, 'web'), undefined],
])('a refusal says when to come again, whatever it is: %s', (error, seconds) => {
  expect(refusal(error).headers['retry-after']).toBe(seconds);
});
