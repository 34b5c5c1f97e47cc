import type { Node, Pod } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { describe, expect, test } from 'vitest';
import { admitPod } from './admit-pod.ts';
import type { Pressure } from './eviction/decide-eviction.ts';
import { CONFIG_SOURCE } from './static-pod.ts';

const node = (change: Parameters<typeof aNode>[0] = {}): Node =>
  aNode({
    metadata: { name: 'node-1', labels: { 'kubernetes.io/os': 'linux', disk: 'hdd' } },
    status: { allocatable: { cpu: '1', memory: '1Gi', pods: '3', 'ephemeral-storage': '10Gi' } },
    ...change,
  });
const asking = (requests: Record<string, string>, name = 'web'): Pod =>
  aPod({
    metadata: { name, uid: name },
    spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'nginx', resources: { requests } }] },
  });
const judge = (pod: Pod, others: Pod[] = [], on = node()) => admitPod({ pod, node: on, others, pressure: [], shuttingDown: false });
const admit = (...view: Parameters<typeof judge>) => {
  const verdict = judge(...view);
  return verdict !== undefined && 'preempt' in verdict ? expect.fail('others are to go for it') : verdict;
};

describe('a node lets in', () => {
  test('a node admits a pod that fits next to its other pods', () => {
    expect(admit(asking({ cpu: '500m' }), [asking({ cpu: '500m' }, 'other')])).toBeUndefined();
  });

  test('a node admits a pod with an unknown resource', () => {
    expect(admit(asking({ 'example.com/gpu': '1' }))).toBeUndefined();
  });

  test('a node admits its own static pod despite a taint', () => {
    const tainted = node({ spec: { taints: [{ key: 'gone', effect: 'NoExecute' }] } });
    const pod = asking({});
    expect(admit(pod, [], tainted)?.reason).toBe('TaintToleration');
    expect(admit({ ...pod, metadata: { ...pod.metadata, annotations: { [CONFIG_SOURCE]: 'file' } } }, [], tainted)).toBeUndefined();
  });
});

describe('a node refuses', () => {
  const taken = asking({ cpu: '600m', memory: '512Mi' }, 'other');
  const cases: [string, Pod, { reason: string; message: string }][] = [
    [
      'a pod for which it has too little CPU, in thousandths',
      asking({ cpu: '500m', memory: '1Gi' }),
      { reason: 'OutOfcpu', message: "Node didn't have enough resource: cpu, requested: 500, used: 600, capacity: 1000" },
    ],
    [
      'a pod for which it has too little memory, in bytes',
      asking({ memory: '1Gi' }),
      {
        reason: 'OutOfmemory',
        message: "Node didn't have enough resource: memory, requested: 1073741824, used: 536870912, capacity: 1073741824",
      },
    ],
    [
      'a pod whose nodeSelector leaves it out',
      aPod({ spec: { nodeName: 'node-1', nodeSelector: { disk: 'ssd' } } }),
      { reason: 'NodeAffinity', message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" },
    ],
    [
      'a pod for another node',
      aPod({ spec: { nodeName: 'node-2' } }),
      { reason: 'NodeName', message: "Predicate NodeName failed: node(s) didn't match the requested node name" },
    ],
    [
      'a pod for another system',
      aPod({ spec: { nodeName: 'node-1', os: { name: 'windows' } } }),
      { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" },
    ],
    [
      'a pod that is labelled for another system',
      aPod({ metadata: { labels: { 'kubernetes.io/os': 'windows' } }, spec: { nodeName: 'node-1' } }),
      {
        reason: 'PodOSSelectorNodeLabelDoesNotMatch',
        message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
      },
    ],
  ];
  test.each(cases)('%s', (_, pod, rejection) => {
    expect(admit(pod, [taken])).toEqual(rejection);
  });

  test('a node rejects one pod above its maximum', () => {
    expect(
      admit(
        asking({}),
        ['a', 'b', 'c'].map((name) => asking({}, name)),
      ),
    ).toEqual({
      reason: 'OutOfpods',
      message: "Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3",
    });
  });

  test('a node rejects a pod with a host port in use', () => {
    const serving = (name: string) =>
      aPod({
        metadata: { name, uid: name },
        spec: { nodeName: 'node-1', containers: [{ name, image: 'nginx', ports: [{ containerPort: 80, hostPort: 80 }] }] },
      });
    expect(admit(serving('a'), [serving('b')])).toEqual({
      reason: 'NodePorts',
      message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
    });
  });
});

describe('a node under pressure', () => {
  const under = (pressure: Pressure[], pod: Pod) => {
    const verdict = admitPod({ pod, node: node(), others: [], pressure, shuttingDown: false });
    return verdict && 'message' in verdict ? verdict.message : undefined;
  };
  const tolerant = aPod({ spec: { nodeName: 'node-1', tolerations: [{ key: 'node.kubernetes.io/memory-pressure', operator: 'Exists' }] } });

  test('a node under memory pressure rejects a BestEffort pod without toleration', () => {
    expect(admitPod({ pod: asking({}), node: node(), others: [], pressure: ['MemoryPressure'], shuttingDown: false })).toEqual({
      reason: 'Evicted',
      message: 'The node had condition: [MemoryPressure]. ',
    });
    expect(under(['MemoryPressure'], { ...asking({ memory: '1Mi' }), status: { qosClass: 'Burstable' } })).toBeUndefined();
    expect(under(['MemoryPressure'], tolerant)).toBeUndefined();
  });

  test('a node under other pressure rejects all but critical pods', () => {
    expect(under(['MemoryPressure', 'DiskPressure'], tolerant)).toBe('The node had condition: [MemoryPressure DiskPressure]. ');
    expect(under(['DiskPressure'], aPod({ spec: { nodeName: 'node-1', priority: 2_000_000_000 } }))).toBeUndefined();
  });
});

test('a node in shutdown rejects all pods', () => {
  expect(admitPod({ pod: asking({}), node: node(), others: [], pressure: [], shuttingDown: true })).toEqual({
    reason: 'NodeShutdown',
    message: 'Pod was rejected as the node is shutting down.',
  });
});

describe('a critical pod', () => {
  const critical = (requests: Record<string, string>, spec: Partial<Pod['spec']> = {}): Pod => {
    const pod = asking(requests, 'critical');
    return { ...pod, spec: { containers: [], ...pod.spec, ...spec, priority: 2_000_001_000 } };
  };
  const victims = (pod: Pod, others: Pod[]) => {
    const verdict = judge(pod, others);
    return verdict !== undefined && 'preempt' in verdict ? verdict.preempt.map(({ metadata }) => metadata?.name) : verdict;
  };
  const other = (name: string, cpu: string, priority = 0): Pod => {
    const pod = asking(cpu === '' ? {} : { cpu }, name);
    return { ...pod, spec: { containers: [], ...pod.spec, priority } };
  };

  test.each<[string, Pod, Pod[], string[]]>([
    [
      'a critical pod evicts pods that free just enough',
      critical({ cpu: '300m' }),
      [other('much', '600m'), other('little', '300m')],
      ['little'],
    ],
    [
      'a critical pod evicts few large pods instead of many',
      critical({ cpu: '600m' }),
      [other('a', '200m'), other('b', '500m'), other('c', '300m')],
      ['b', 'a'],
    ],
    [
      'a critical pod spares pods of higher priority',
      critical({ cpu: '300m' }),
      [other('low', '500m', 1), other('high', '300m', 2)],
      ['low'],
    ],
    [
      'a critical pod evicts a BestEffort pod where only pod slots are missing',
      critical({}),
      [other('a', ''), other('b', '1m'), other('c', '1m')],
      ['a'],
    ],
  ])('%s', (_, pod, others, expected) => expect(victims(pod, others)).toEqual(expected));

  test('a critical pod is rejected when all others are as critical', () => {
    const same = { ...other('same', '800m'), spec: { ...other('same', '800m').spec, priority: 2_000_001_000 } } as Pod;
    expect(victims(critical({ cpu: '300m' }), [same])).toEqual({
      reason: 'UnexpectedAdmissionError',
      message:
        'Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: ' +
        'no set of running pods found to reclaim resources: [(res: cpu, q: 100), ]',
    });
  });

  test('a critical pod is rejected for all other reasons', () => {
    expect(victims(critical({ cpu: '900m' }, { nodeSelector: { disk: 'ssd' } }), [other('a', '500m')])).toMatchObject({
      reason: 'NodeAffinity',
    });
  });
});
