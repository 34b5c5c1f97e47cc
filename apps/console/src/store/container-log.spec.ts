import { expect, test } from 'vitest';
import { logPath } from './container-log.ts';

const TARGET = { pod: 'shop/web-1', containers: ['app'], isPrevious: false, isFollowed: true };
const LOG = '/api/v1/namespaces/shop/pods/web-1/log?container=app';

test('the present log is followed, and that of the past is not', () => {
  expect(logPath(TARGET, 'app')).toBe(`${LOG}&timestamps=true&tailLines=1000&follow=true`);
  expect(logPath({ ...TARGET, at: 7 }, 'app')).toBe(`/at/7${LOG}&timestamps=true&tailLines=1000`);
});

test('a file has the whole log of the chosen start', () => {
  expect(logPath({ ...TARGET, isPrevious: true }, 'app', true)).toBe(`${LOG}&previous=true`);
});
