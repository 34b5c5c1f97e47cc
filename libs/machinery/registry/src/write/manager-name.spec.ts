import { expect, test } from 'vitest';
import { managerOf } from './manager-name.ts';

test.each([
  ['kubectl/v1.35.2 (linux/amd64) kubernetes/0cb6e9d', 'kubectl'],
  ['kube-controller-manager', 'kube-controller-manager'],
  ['a\u0000b\tc/1', 'abc'],
  [`${'ä'.repeat(70)}/1`, 'ä'.repeat(64)],
  ['', ''],
])('the manager of user agent %j is %j', (userAgent, manager) => {
  expect(managerOf(userAgent)).toBe(manager);
});
