import { expect, test } from 'vitest';
import { firstCommand } from './first-command.ts';

test.each([
  ['pods', 'pods', 'kubectl create deployment web --image=nginx --replicas=3'],
  ['jobs.batch', 'jobs', 'kubectl create job once --image=busybox -- date'],
  ['widgets.example.com', 'widgets', 'kubectl explain widgets'],
])('an empty list of %s (%s) teaches: %s', (resource, plural, command) => {
  expect(firstCommand({ resource, plural })).toBe(command);
});
