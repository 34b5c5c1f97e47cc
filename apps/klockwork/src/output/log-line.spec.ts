import type { LogEvent } from '@klockwork/event-store';
import { expect, test } from 'vitest';
import { coloursFor } from './colours.ts';
import { logLine } from './log-line.ts';

const bound: LogEvent = {
  revision: 142,
  previousRevision: 140,
  previousRevisionOfKind: 141,
  key: { group: '', resource: 'pods', namespace: 'default', name: 'web-1' },
  uid: 'u',
  type: 'PodBound',
  change: 'updated',
  at: Date.UTC(2026, 0, 2, 10, 20, 33, 123),
  actor: { user: 'system:kube-scheduler', userAgent: 'klockwork-scheduler' },
  correlationId: 'c',
  cause: { trigger: 'event', revision: 140 },
  data: { node: 'node-1' },
};

test('a line has actor, change, time and causing event', () => {
  expect(logLine(bound)).toBe(
    '   142  10:20:33.123  PodBound                    pods/default/web-1                            kube-scheduler          after 140',
  );
});

test('a person is named by their client, a timer by its name', () => {
  expect(
    logLine({
      ...bound,
      actor: { user: 'lab-admin', userAgent: 'kubectl/v1.35.2 (linux/amd64)' },
      cause: { trigger: 'request', name: 'create' },
    }),
  ).toMatch(/kubectl {16}\s*request create$/);
  expect(logLine({ ...bound, cause: { trigger: 'timer', name: 'node-monitor-grace-period', revision: 120 } })).toMatch(
    /timer node-monitor-grace-period set at 120$/,
  );
});

test.each<[LogEvent['cause'], string]>([
  [{ trigger: 'event', revision: 140, also: [138, 120] }, 'after 140 also 138, 120'],
  [
    { trigger: 'runtime', name: 'container-exited', container: { name: 'web', exitCode: 1 }, revision: 140 },
    'container-exited web after 140',
  ],
  [
    { trigger: 'runtime', name: 'container-started', container: { name: 'web' }, timer: 'crash-loop-back-off', revision: 140 },
    'container-started web after timer crash-loop-back-off set at 140',
  ],
  [{ trigger: 'boot', name: 'kubelet' }, 'boot kubelet'],
  [{ trigger: 'fault', name: 'SIGKILL kubelet-agent-2' }, 'fault SIGKILL kubelet-agent-2'],
])('%j is told at the end', (cause, told) => {
  expect(logLine({ ...bound, cause }).endsWith(`  ${told}`)).toBe(true);
});

test('a user agent or a timer cannot drive the terminal or forge a line', () => {
  const forged = {
    ...bound,
    actor: { user: 'lab-admin', userAgent: 'curl\u009b31m\n 99999' },
    cause: { trigger: 'timer' as const, name: '\u001b[2J' },
  };
  expect(logLine(forged)).toBe(
    '   142  10:20:33.123  PodBound                    pods/default/web-1                            curl\\u009b31m\\n 99999   timer \\x1b[2J',
  );
});

test('a wide line has the date, the data and the client too', () => {
  expect(logLine(bound, { colours: coloursFor('never', {}, {}), wide: true })).toBe(
    '   142  2026-01-02T10:20:33.123Z  PodBound                    pods/default/web-1                            kube-scheduler          after 140  node=node-1  (system:kube-scheduler, klockwork-scheduler)',
  );
});

test('colours mark creations and deletions; foreign text stays escaped', () => {
  const colours = coloursFor('always', {}, {});
  const line = (change: LogEvent['change']) => logLine({ ...bound, change, type: '\u001b[2J' }, { colours });
  const escaped = '\\x1b[2J'.padEnd(26);
  expect(line('created')).toContain(`  \x1b[32m${escaped}\x1b[39m  `);
  expect(line('deleted')).toContain(`  \x1b[31m${escaped}\x1b[39m  `);
  expect(line('updated')).toContain(`  ${escaped}  `);
});
