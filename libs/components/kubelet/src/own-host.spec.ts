import { expect, test } from 'vitest';
import { isOwnHost } from './own-host.ts';

test.each<[string, string, boolean, boolean]>([
  ['its own address', '10.244.1.2', false, true],
  ['another', '10.244.1.3', false, false],
  ['this machine, which has a network of its own', '127.0.0.1', false, false],
  ['this machine, whose network it has', '127.0.0.1', true, true],
  ['this machine by name', 'localhost', true, true],
])('the host %s is the pod itself (%s, host network %s): %s', (_, host, hostNetwork, expected) => {
  expect(isOwnHost(host, { podIP: '10.244.1.2', hostNetwork })).toBe(expected);
});
