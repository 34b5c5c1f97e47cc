import { expect, test } from 'vitest';
import type { Cause } from '../cause.ts';
import { causeSentence } from './cause-sentence.ts';
import type { WhyChain, WhyStep } from './why.ts';
import { whyText } from './why-text.ts';

const step = (revision: number, type: string, cause: Cause, said: Partial<WhyStep> = {}): WhyStep => ({
  revision,
  at: Date.UTC(2026, 0, 2, 12, 0, revision),
  type,
  change: 'updated',
  key: { group: '', resource: 'nodes', namespace: '', name: 'node-2' },
  uid: 'u',
  actor: { user: 'system:node:node-2', userAgent: 'kubelet' },
  cause,
  data: {},
  branches: [],
  along: [],
  ...said,
});
const began = (...steps: WhyStep[]): WhyChain => ({ steps, end: { ends: 'at-its-beginning' } });
const why = (...chains: WhyChain[]) =>
  ({
    apiVersion: 'klockwork.dev/v1alpha1',
    kind: 'Why',
    answers: chains.map((chain) => ({ question: 'nodes/node-2 is NotReady', chain })),
  }) as const;

test('an answer has one line per step, back to the origin, with branches below', () => {
  const fault = began(step(7, 'EventCreated', { trigger: 'fault', name: 'SIGKILL kubelet-agent-2' }));
  const lost: Cause = { trigger: 'timer', name: 'node-monitor-grace-period', revision: 5 };
  const chain = began(
    step(9, 'NodeBecameNotReady', lost, { data: { status: 'Unknown', more: ['left', 'out'] }, branches: [fault], along: [8] }),
    step(5, 'LeaseRenewed', { trigger: 'boot', name: 'kubelet' }, { note: 'the last that was heard of node-2' }),
  );
  expect(whyText(why(chain))).toBe(
    `nodes/node-2 is NotReady:
  12:00:09.000  rev 9     node-2                       NodeBecameNotReady nodes/node-2 status=Unknown  because the timer node-monitor-grace-period fired, set at rev 5; also after rev 8
    and because:
      12:00:07.000  rev 7     node-2                       EventCreated nodes/node-2  because of a fault: SIGKILL kubelet-agent-2
  12:00:05.000  rev 5     node-2                       LeaseRenewed nodes/node-2 (the last that was heard of node-2)  because kubelet started`,
  );
});

test.each<[WhyChain['end'], string]>([
  [
    { ends: 'in-what-was-removed', revision: 3, kinds: ['coordination.k8s.io/leases'] },
    '  … rev 3 was removed by retention: a superseded event of coordination.k8s.io/leases',
  ],
  [
    { ends: 'in-what-was-removed', revision: 3, kinds: [], note: 'the last that was heard of node-2' },
    '  … rev 3 was removed by retention: the last that was heard of node-2',
  ],
  [{ ends: 'further-back', revision: 3 }, '  … and further back: klockwork why 3'],
])('the end of a chain is stated: %j', (end, line) => {
  expect(whyText(why({ steps: [], end }))).toBe(`nodes/node-2 is NotReady:\n${line}`);
});

test('omitted steps are counted, and namesakes listed', () => {
  const chain = {
    ...began(step(9, 'A', { trigger: 'event', revision: 1 }), step(1, 'B', { trigger: 'boot', name: 'kubelet' })),
    gap: { after: 9, steps: 7 },
  };
  const lines = whyText({ ...why(chain), namesakes: ['u-1', 'u-2'] }).split('\n');
  expect(lines[2]).toBe('  … 7 more steps …');
  expect(lines.at(-1)).toBe('others had this name: --uid u-1, --uid u-2');
});

test.each<[Cause, string]>([
  [{ trigger: 'request', name: 'create' }, 'on request: create'],
  [{ trigger: 'event', revision: 4 }, 'because of rev 4'],
  [
    { trigger: 'runtime', name: 'container-exited', container: { name: 'web', attempt: 2, exitCode: 1 }, revision: 4 },
    'because container web exited with code 1, led to by rev 4',
  ],
  [
    { trigger: 'runtime', name: 'container-started', container: { name: 'web' }, timer: 'crash-loop-back-off', revision: 4 },
    'because container web was started, when the timer crash-loop-back-off fired, set at rev 4',
  ],
  [
    { trigger: 'runtime', name: 'container-started', container: { name: 'web', attempt: 1, exitCode: 3 }, revision: 4 },
    'because container web was started, after it had exited with code 3, led to by rev 4',
  ],
  [{ trigger: 'runtime', name: 'sandbox-ready', revision: 4 }, 'because the sandbox was ready, led to by rev 4'],
  [{ trigger: 'runtime', name: 'volume-mounted', revision: 4 }, 'because volume-mounted, led to by rev 4'],
])('%j is a clause', (cause, clause) => {
  expect(causeSentence(cause)).toBe(clause);
});

test('a chain that joins a printed one ends without an extra line', () => {
  const chain = { steps: [step(9, 'A', { trigger: 'event', revision: 3 })], end: { ends: 'in-another', revision: 3 } } as const;
  expect(whyText(why(chain)).split('\n')).toHaveLength(2);
});

test('a diagnosis is printed with findings, related diagnoses, remedies, and the chain below', () => {
  const pod = {
    statement: 'pods/default/a failed',
    findings: [{ text: 'exit code 7', revision: 4 }],
    remedies: ['kubectl logs a'],
    related: [],
  };
  const statement = 'jobs/default/once failed';
  const diagnosis = { statement, findings: [{ text: 'backoffLimit is 0' }], remedies: ['try again'], related: [pod] };
  const chain = began(step(5, 'JobFailed', { trigger: 'boot', name: 'kubelet' }));
  expect(whyText({ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Why', answers: [{ question: statement, diagnosis, chain }] })).toBe(
    `jobs/default/once failed
  backoffLimit is 0
  pods/default/a failed
    exit code 7  (rev 4)
    What would help:
      - kubectl logs a
  What would help:
    - try again
  What led to it:
    12:00:05.000  rev 5     node-2                       JobFailed nodes/node-2  because kubelet started`,
  );
});

test('the eviction of a pod is printed as an eviction', () => {
  expect(causeSentence({ trigger: 'request', name: 'create' }, [], 'PodEvicted')).toBe('on request: evict');
});
