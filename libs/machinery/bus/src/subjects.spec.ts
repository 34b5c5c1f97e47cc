import { expect, test } from 'vitest';
import { subjectMatches } from './subject-match.ts';
import { routes, subjectsOf } from './subjects.ts';

const subjects = subjectsOf('lab');
const HINT = routes.log<{ revision: number }>();

test('each subject is spelled as documented', () => {
  expect([
    subjects.log(HINT, { group: '', resource: 'pods', namespace: 'default', type: 'PodBound' }),
    subjects.log(HINT, { group: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-node-lease', type: 'LeaseRenewed' }),
    subjects.log(HINT, { group: '', resource: 'nodes', namespace: '', type: 'NodeCreated' }),
    subjects.logOf(HINT, { group: 'apps', resource: 'deployments' }),
    subjects.patterns.log,
    subjects.at(routes.heads()),
    subjects.at(routes.headsWanted),
    subjects.at(routes.api('get')),
    subjects.at(routes.node('logs'), 'node-1.example'),
    subjects.at(routes.pods('connect'), '10.244.3'),
    subjects.session('4f', 'client'),
    subjects.at(routes.server()),
    subjects.clock.report,
    subjects.clock.tick,
    subjects.clock.marker,
    subjects.clock.to('4f'),
    subjects.at(routes.clock('ask')),
    subjects.at(routes.clock('settle')),
  ]).toEqual([
    'klockwork.lab.log.core.pods.default.PodBound',
    'klockwork.lab.log.coordination_k8s_io.leases.kube-node-lease.LeaseRenewed',
    'klockwork.lab.log.core.nodes._.NodeCreated',
    'klockwork.lab.log.apps.deployments.>',
    'klockwork.lab.log.>',
    'klockwork.lab.heads',
    'klockwork.lab.heads-wanted',
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
    'klockwork.lab.clock.settle',
  ]);
});

test('a name with any characters stays one token', () => {
  const subject = subjects.log(HINT, { group: '', resource: 'pods', namespace: 'a.*.> b', type: 'PodBound' });
  expect(subject.split('.')).toHaveLength(7);
  expect(subjectMatches('klockwork.lab.log.core.pods.*.PodBound', subject)).toBe(true);
});

test('the ends of a session have each the subject of the other as peer', () => {
  const [own, peer] = [subjects.session('4f', 'client'), subjects.session('4f', 'agent')];
  expect(subjects.sessionEnds('4f', 'client')).toEqual({ own, peer });
  expect(subjects.sessionEnds('4f', 'agent')).toEqual({ own: peer, peer: own });
});
