import { describe, expect, test } from 'vitest';
import type { Change } from '../kind.ts';
import { aNode, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { nodeEvent } from './node.events.ts';
import { nodeKind } from './node.kind.ts';
import { taintNewNode } from './node.strategy.ts';
import type { Node } from './node.ts';

test('a Node keeps its initial status, and has its podCIDR in both fields', () => {
  const body = { metadata: { name: 'node-1' }, spec: { podCIDR: '10.244.0.0/24' }, status: { capacity: { cpu: '4000m' } } };
  const { object, errors } = tryCreate(nodeKind, body);
  expect(errors).toEqual([]);
  expect(object).toMatchObject({
    metadata: { name: 'node-1' },
    spec: { podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24'] },
    status: { capacity: { cpu: '4' }, allocatable: { cpu: '4' } },
  });
});

test('admission taints a new node once', () => {
  const node: Node = { metadata: { name: 'node-1' } };
  taintNewNode(node);
  taintNewNode(node);
  expect(node.spec?.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
});

describe('a Node is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'with invalid taints',
      {
        spec: {
          taints: [
            { key: 'a b', effect: 'Never' },
            { key: 'x', value: 'v' },
          ],
        },
      },
      [
        "metadata.taints[0].key: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        'metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
        'metadata.taints[1].effect: Required value',
      ],
    ],
    [
      'with a duplicate taint',
      {
        spec: {
          taints: [
            { key: 'x', effect: 'NoExecute' },
            { key: 'x', value: 'v', effect: 'NoExecute' },
          ],
        },
      },
      [
        'metadata.taints[1]: Duplicate value: {"Key":"x","Value":"v","Effect":"NoExecute","TimeAdded":null}: taints must be unique by key and effect pair',
      ],
    ],
    [
      'with a malformed network',
      { spec: { podCIDRs: ['10.0.0.0', '10.1.0.0/16'] } },
      [
        'spec.podCIDRs[0]: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
        'spec.podCIDRs: Invalid value: ["10.0.0.0","10.1.0.0/16"]: may specify no more than one CIDR for each IP family',
      ],
    ],
    [
      'with fractional pods',
      { status: { capacity: { pods: '1500m', cpu: '-1' } } },
      [
        'status.capacity.cpu: Invalid value: "-1": must be greater than or equal to 0',
        'status.capacity.pods: Invalid value: "1500m": must be an integer',
        'status.allocatable.cpu: Invalid value: "-1": must be greater than or equal to 0',
        'status.allocatable.pods: Invalid value: "1500m": must be an integer',
      ],
    ],
  ])('a Node is refused %s', (_, part, expected) => {
    expect(tryCreate(nodeKind, { metadata: { name: 'node-1' }, ...part }).errors).toEqual(expected);
  });

  test('a Node update with another network or provider is refused', () => {
    const previous = aNode({ spec: { podCIDR: '10.0.0.0/24', podCIDRs: ['10.0.0.0/24'], providerID: 'lab://1' } });
    const { errors } = tryUpdate(nodeKind, previous, (draft) => {
      draft.spec = { podCIDR: '10.0.1.0', podCIDRs: ['10.0.1.0'], providerID: 'lab://2', externalID: 'x' };
    });
    expect(errors).toEqual([
      'spec.podCIDRs[0]: Invalid value: "10.0.1.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
      'spec.providerID: Forbidden: node updates may not change providerID except from "" to valid',
      'spec.externalID: Forbidden: may not be updated',
    ]);
  });
});

test('fields that nothing reads any more are warned of', () => {
  const { warnings } = tryCreate(nodeKind, { metadata: { name: 'node-1' }, spec: { configSource: {}, externalID: 'x' } });
  expect(warnings).toEqual([
    'spec.configSource: the feature is removed',
    'spec.externalID: this field is deprecated, and is unused by Kubernetes',
  ]);
});

test('kubectl get nodes prints its row', () => {
  const node = aNode({
    metadata: {
      labels: { 'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/control-plane': '', 'kubernetes.io/role': 'edge' },
    },
    spec: { unschedulable: true },
    status: {
      nodeInfo: { kubeletVersion: 'v1.35.0', osImage: 'Klockwork', kernelVersion: '', containerRuntimeVersion: 'simulated://1' } as never,
    },
  });
  expect(rowOf(nodeKind, node, Date.parse('2026-01-03T00:00:00Z'))).toEqual({
    Name: 'node-1',
    Status: 'Ready,SchedulingDisabled',
    Roles: 'control-plane,edge,worker',
    Age: '2d',
    Version: 'v1.35.0',
    'Internal-IP (wide)': '192.168.0.1',
    'External-IP (wide)': '<none>',
    'OS-Image (wide)': 'Klockwork',
    'Kernel-Version (wide)': '<unknown>',
    'Container-Runtime (wide)': 'simulated://1',
  });
});

test.each<[string, Node, string]>([
  ['Ready', aNode(), 'Ready'],
  ['NotReady', aNode({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }), 'NotReady'],
  ['Unknown', aNode({ status: { conditions: [] } }), 'Unknown'],
])('a node is %s by its Ready condition', (_, node, status) => {
  expect(rowOf(nodeKind, node, 0)).toMatchObject({ Status: status, Roles: '<none>' });
});

describe('the log names a change of a Node', () => {
  const previous = aNode();
  const update = (next: Node, subresource = ''): Change<Node> => ({ verb: 'update', subresource, previous, next });
  const lost = aNode({ status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }] } });
  test.each<[string, Change<Node>, object]>([
    ['registered', { verb: 'create', subresource: '', next: previous }, { type: 'NodeRegistered', data: {} }],
    ['lost', update(lost, 'status'), { type: 'NodeBecameNotReady', data: { status: 'Unknown', reason: 'NodeStatusUnknown' } }],
    [
      'back',
      { ...update(previous, 'status'), previous: lost },
      { type: 'NodeBecameReady', data: { status: 'True', reason: 'KubeletReady' } },
    ],
    ['reported', update(aNode({ status: { images: [] } }), 'status'), { type: 'NodeStatusReported', data: { ready: 'True' } }],
    [
      'cordoned',
      update(aNode({ spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] } })),
      { type: 'NodeCordoned', data: {} },
    ],
    ['uncordoned', { ...update(previous), previous: aNode({ spec: { unschedulable: true } }) }, { type: 'NodeUncordoned', data: {} }],
    [
      'tainted',
      update(aNode({ spec: { taints: [{ key: 'gpu', value: 'yes', effect: 'NoExecute' }] } })),
      { type: 'NodeTainted', data: { added: ['gpu=yes:NoExecute'], removed: [] } },
    ],
    [
      'untainted',
      { ...update(previous), previous: aNode({ spec: { taints: [{ key: 'gpu', effect: 'NoExecute' }] } }) },
      { type: 'NodeUntainted', data: { added: [], removed: ['gpu:NoExecute'] } },
    ],
    ['labelled', update(aNode({ metadata: { labels: { zone: 'a' } } })), { type: 'NodeUpdated', data: { changed: ['metadata.labels'] } }],
    ['deleted', { verb: 'delete', subresource: '', previous, next: previous }, { type: 'NodeDeleted', data: {} }],
  ])('the log names the Node change: %s', (_, change, event) => {
    expect(nodeEvent(change)).toEqual(event);
  });
});

test('nodes are selectable by spec.unschedulable', () => {
  const selected = [aNode(), aNode({ spec: { unschedulable: true } })].map((node) =>
    nodeKind.selectableFields['spec.unschedulable']?.(node),
  );
  expect(selected).toEqual(['false', 'true']);
});
