import { expect, test } from 'vitest';
import type { Cause } from './cause.ts';
import { brokenCauses, causeProblem } from './cause-problem.ts';
import { podKey, storedEvent } from './testing/builders.ts';

const web = { spec: { containers: [{ name: 'web' }], initContainers: [{ name: 'setup' }] } };
const problem = (cause: Cause) => causeProblem({ revision: 9, key: podKey('web'), cause, object: web }, (revision) => revision !== 5);

test.each<[Cause]>([
  [{ trigger: 'request', name: 'create' }],
  [{ trigger: 'boot', name: 'api-server' }],
  [{ trigger: 'fault', name: 'SIGKILL kubelet-agent-2' }],
  [{ trigger: 'event', revision: 8, also: [7, 3] }],
  [{ trigger: 'timer', name: 'taint-eviction', revision: 8 }],
  [{ trigger: 'runtime', name: 'container-exited', container: { name: 'web', attempt: 0, exitCode: 1 }, revision: 8 }],
  [{ trigger: 'runtime', name: 'container-started', container: { name: 'setup' }, revision: 8, timer: 'crash-loop-back-off' }],
  [{ trigger: 'runtime', name: 'sandbox-ready', revision: 8 }],
])('the cause %j is valid', (cause) => {
  expect(problem(cause)).toBeUndefined();
});

test.each<[Cause, string]>([
  [{ trigger: 'request' }, 'its cause is a request without a name'],
  [{ trigger: 'boot', name: 'kubelet', revision: 3 }, 'its cause is a boot, which nothing led to, but names an event'],
  [{ trigger: 'event' }, 'its cause is an event without a revision'],
  [{ trigger: 'timer', name: 'resync' }, 'its cause is the timer resync, which leads to no event'],
  [{ trigger: 'event', revision: 9 }, 'its cause is revision 9, which is not before it'],
  [{ trigger: 'event', revision: 0 }, 'its cause is revision 0, which is not before it'],
  [{ trigger: 'event', revision: 8, also: [12] }, 'its cause is revision 12, which is not before it'],
  [{ trigger: 'event', revision: 5 }, 'its cause is revision 5, which is not in the log'],
  [{ trigger: 'event', revision: 8, also: [7, 6, 4, 3, 2] }, 'its cause names 5 other events, more than 4'],
  [
    { trigger: 'runtime', name: 'container-exited', container: { name: 'sidecar' }, revision: 8 },
    'its cause is container sidecar, which its pod has not',
  ],
  [{ trigger: 'magic', name: 'hat' } as unknown as Cause, 'its cause is of no known kind: magic'],
])('the cause %j is rejected', (cause, said) => {
  expect(problem(cause)).toBe(said);
});

test('a whole log is checked event by event', () => {
  const log = [
    storedEvent(1),
    storedEvent(2, { cause: { trigger: 'event', revision: 1 } }),
    storedEvent(3, { cause: { trigger: 'event' } }),
  ];
  expect(brokenCauses(log)).toEqual(['revision 3 of pods/pod-3: its cause is an event without a revision']);
});
