import { expect, test } from 'vitest';
import { commandIn, momentLine, oneLook } from './at.ts';

test.each([
  [[], []],
  [
    ['kubectl', 'get', 'pods', '-A'],
    ['kubectl', 'get', 'pods', '-A'],
  ],
  [
    ['--', 'kubectl', 'get', 'pods', '-w'],
    ['kubectl', 'get', 'pods', '-w'],
  ],
])('the words %j hold the command %j', (words, command) => {
  expect(commandIn(words)).toEqual(command);
});

test('the moment names time, distance and revision', () => {
  const at = Date.parse('2026-01-01T12:00:00Z');
  expect(momentLine({ revision: 812, at, now: at + 300_000 })).toBe(
    'klockwork: as it was at 2026-01-01T12:00:00.000Z, 5m ago (revision 812)',
  );
});

test.each([
  ['kubectl', ['wait', 'pod/a'], ['wait', 'pod/a', '--timeout=0']],
  ['/usr/bin/kubectl', ['wait', 'pod/a', '--timeout=5s'], ['wait', 'pod/a', '--timeout=5s']],
  ['kubectl', ['get', 'pods', 'wait'], ['get', 'pods', 'wait']],
  ['helm', ['wait'], ['wait']],
])('%s %j runs with %j', (file, args, run) => {
  expect(oneLook(file, args)).toEqual(run);
});
