import { expect, test } from 'vitest';
import { subjectMatches } from './subject-match.ts';
import { subjectsOf } from './subjects.ts';

const subjects = subjectsOf('lab');

test('each subject is spelled as documented', () => {
  expect([
    subjects.log({ group: '', resource: 'pods', namespace: 'default', type: 'PodBound' }),
    subjects.log({ group: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-node-lease', type: 'LeaseRenewed' }),
    subjects.log({ group: '', resource: 'nodes', namespace: '', type: 'NodeCreated' }),
    subjects.logOf({ group: 'apps', resource: 'deployments' }),
    subjects.everyLog,
    subjects.heads,
    subjects.api('get'),
    subjects.node('node-1.example', 'logs'),
    subjects.pods('10.244.3', 'connect'),
    subjects.session('4f', 'client'),
    subjects.server,
    subjects.clock.report,
    subjects.clock.tick,
    subjects.clock.marker,
    subjects.clock.to('4f'),
    subjects.clock.ask,
  ]).toEqual([
    'klockwork.lab.log.core.pods.default.PodBound',
    'klockwork.lab.log.coordination_k8s_io.leases.kube-node-lease.LeaseRenewed',
    'klockwork.lab.log.core.nodes._.NodeCreated',
    'klockwork.lab.log.apps.deployments.>',
    'klockwork.lab.log.>',
    'klockwork.lab.heads',
    'klockwork.lab.api.get',
    'klockwork.lab.node.node-1_example.logs',
    'klockwork.lab.pods.10_244_3.connect',
    'klockwork.lab.session.4f.client',
    'klockwork.lab.server',
    'klockwork.lab.clock.report',
    'klockwork.lab.clock.tick',
    'klockwork.lab.clock.marker',
    'klockwork.lab.clock.to.4f',
    'klockwork.lab.clock.ask',
  ]);
});

test('a name with any characters stays one token', () => {
  const subject = subjects.log({ group: '', resource: 'pods', namespace: 'a.*.> b', type: 'PodBound' });
  expect(subject.split('.')).toHaveLength(7);
  expect(subjectMatches('klockwork.lab.log.core.pods.*.PodBound', subject)).toBe(true);
});
