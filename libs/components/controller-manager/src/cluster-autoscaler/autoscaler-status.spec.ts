import type { ConfigMap } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { type AutoscalerView, INITIAL_STATE } from './autoscaler-view.ts';
import { MINUTE, NOW, node, scan, view } from './testing/autoscaler-builders.ts';

const written = (given: AutoscalerView, now = NOW) =>
  scan(given, now).stages.flatMap((stage) => stage.flatMap((action) => (action.type === 'patch' ? [action.patch.body] : [])));

test('the status counts nodes and candidates', () => {
  const nodes = [node('node-1'), node('node-2'), node('node-3', { isReady: false, ageMs: MINUTE }), node('edge')];
  const [body] = written(view(nodes, []));
  expect(body).toMatchObject({
    metadata: { annotations: { 'cluster-autoscaler.kubernetes.io/last-updated': '2026-01-01 01:00:00 +0000 UTC' } },
  });
  expect((body as ConfigMap).data?.status).toBe(`time: 2026-01-01 01:00:00 +0000 UTC
autoscalerStatus: Running
clusterWide:
  health:
    status: Healthy
    nodeCounts:
      registered:
        total: 4
        ready: 3
        notStarted: 1
      longUnregistered: 0
      unregistered: 0
    lastProbeTime: "2026-01-01T01:00:00Z"
    lastTransitionTime: "2026-01-01T01:00:00Z"
  scaleUp:
    status: InProgress
    lastProbeTime: "2026-01-01T01:00:00Z"
    lastTransitionTime: "2026-01-01T01:00:00Z"
  scaleDown:
    status: CandidatesPresent
    candidates: 2
    lastProbeTime: "2026-01-01T01:00:00Z"
    lastTransitionTime: "2026-01-01T01:00:00Z"
nodeGroups:
- name: nodes
  health:
    status: Healthy
    nodeCounts:
      registered:
        total: 3
        ready: 2
        notStarted: 1
      longUnregistered: 0
      unregistered: 0
    cloudProviderTarget: 3
    minSize: 1
    maxSize: 4
    lastProbeTime: "2026-01-01T01:00:00Z"
    lastTransitionTime: "2026-01-01T01:00:00Z"
  scaleUp:
    status: InProgress
    lastProbeTime: "2026-01-01T01:00:00Z"
    lastTransitionTime: "2026-01-01T01:00:00Z"
  scaleDown:
    status: CandidatesPresent
    candidates: 2
    lastProbeTime: "2026-01-01T01:00:00Z"
    lastTransitionTime: "2026-01-01T01:00:00Z"
`);
});

test('an unchanged status is not written again', () => {
  const given = view([node('node-1')], []);
  const [body] = written(given);
  const next = { ...given, status: body as ConfigMap, state: scan(given).state };
  expect(written(next, NOW + 10_000)).toEqual([]);
});

test('the first scan creates the status', () => {
  const { stages } = scan(view([node('node-1')], [], { status: undefined, state: INITIAL_STATE }));
  const data = { status: 'time: 2026-01-01 01:00:00 +0000 UTC\nautoscalerStatus: Initializing\n' };
  const metadata = { namespace: 'kube-system', name: 'cluster-autoscaler-status' };
  expect(stages.flat()).toMatchObject([{ type: 'create', object: { metadata, data } }]);
});
