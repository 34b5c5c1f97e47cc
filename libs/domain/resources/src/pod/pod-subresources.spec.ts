import { ApiError, copy } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../object.ts';
import { podDefaults } from './pod.defaults.ts';
import { podStatusStrategy, podStrategy } from './pod.strategy.ts';
import type { Pod } from './pod.ts';
import { podBinding } from './pod-binding.ts';
import { podEphemeralContainers } from './pod-ephemeral-containers.ts';
import { podEviction } from './pod-eviction.ts';

const context = { now: Date.parse('2026-01-01T00:00:10Z'), subresource: '', user: 'admin' };

function stored(changes: { metadata?: object; spec?: object; status?: object } = {}): Pod {
  const pod = copy({
    metadata: {
      name: 'web',
      namespace: 'default',
      uid: '1',
      resourceVersion: '7',
      creationTimestamp: '2026-01-01T00:00:00Z',
      generation: 1,
      ...changes.metadata,
    },
    spec: { containers: [{ name: 'web', image: 'nginx:1' }], ...changes.spec },
    status: { phase: 'Pending', qosClass: 'BestEffort', ...changes.status },
  }) as Pod;
  podDefaults(pod);
  return pod;
}

function refusal(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof ApiError) return `${error.status.code} ${error.status.message}`;
    throw error;
  }
  return undefined;
}

function bind(draft: Pod, target: object = { kind: 'Node', name: 'node-1' }) {
  return podBinding.write(
    draft,
    { metadata: { name: 'web', annotations: { a: 'b' }, labels: { zone: 'c' } }, target } as KubeObject,
    context,
  );
}

describe('a binding', () => {
  test("a binding sets the pod's node and the time", () => {
    const draft = stored({ status: { nominatedNodeName: 'node-2' } });
    expect(bind(draft)).toEqual([]);
    expect(draft).toEqual(
      stored({
        metadata: { annotations: { a: 'b' }, labels: { zone: 'c' } },
        spec: { nodeName: 'node-1' },
        status: {
          conditions: [{ type: 'PodScheduled', status: 'True', observedGeneration: 1, lastTransitionTime: '2026-01-01T00:00:10Z' }],
        },
      }),
    );
  });

  test.each<[string, Pod, string]>([
    ['has a node', stored({ spec: { nodeName: 'node-2' } }), 'pod web is already assigned to node "node-2"'],
    ['is going', stored({ metadata: { deletionTimestamp: 'x' } }), 'pod web is being deleted, cannot be assigned to a host'],
    ['waits at a gate', stored({ spec: { schedulingGates: [{ name: 'a' }] } }), 'pod web has non-empty .spec.schedulingGates'],
  ])('a binding conflicts when the pod %s', (_, draft, detail) => {
    expect(refusal(() => bind(draft))).toBe(`409 Operation cannot be fulfilled on pods/binding "web": ${detail}`);
  });

  test('a binding must name a node', () => {
    expect(refusal(() => bind(stored(), { kind: 'Node' }))).toBe('500 target.name: Required value');
    expect(refusal(() => bind(stored(), { kind: 'Minion' }))).toBe(
      '500 [target.kind: Unsupported value: "Minion": supported values: "Node", "<empty>", target.name: Required value]',
    );
  });
});

describe('an eviction', () => {
  test('an eviction deletes the pod, with the reason in its conditions', () => {
    const draft = stored();
    expect(podEviction.outcome).toBe('delete');
    expect(podEviction.write(draft, { metadata: { name: 'web' } }, context)).toEqual([]);
    expect(draft.status?.conditions).toEqual([
      {
        type: 'DisruptionTarget',
        lastProbeTime: null,
        status: 'True',
        reason: 'EvictionByEvictionAPI',
        message: 'Eviction API: evicting',
        observedGeneration: 1,
        lastTransitionTime: '2026-01-01T00:00:10Z',
      },
    ]);
  });

  test.each<[string, Pod]>([
    ['is over', stored({ status: { phase: 'Succeeded' } })],
    ['is on its way out', stored({ metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })],
  ])('an eviction also records the reason of a pod that %s', (_, draft) => {
    podEviction.write(draft, { metadata: { name: 'web' } }, context);
    expect(draft.status?.conditions).toMatchObject([{ type: 'DisruptionTarget', reason: 'EvictionByEvictionAPI' }]);
  });

  test('an eviction must name the pod of the path', () => {
    for (const body of [{ metadata: { name: 'db' } }, {}]) {
      const evict = () => podEviction.write(stored(), body, context);
      expect(refusal(evict)).toBe('400 name in URL does not match name in Eviction object');
    }
  });
});

describe('ephemeral containers', () => {
  const debug = { name: 'debug', image: 'busybox' };

  function write(previous: Pod, ephemeralContainers: object[]): { next: Pod; errors: string[] } {
    const next = copy(previous) as Pod;
    Object.assign(next.spec as object, { ephemeralContainers, restartPolicy: 'Never' });
    podDefaults(next);
    podEphemeralContainers.prepareForUpdate(next, previous, context);
    return { next, errors: podEphemeralContainers.validateUpdate(next, previous).map(({ field, message }) => `${field}: ${message}`) };
  }

  test('ephemeral containers are added without other changes', () => {
    const { next, errors } = write(stored(), [debug]);
    expect(errors).toEqual([]);
    const added = { ...stored({ spec: { ephemeralContainers: [debug] } }) };
    expect(next).toEqual({ ...added, metadata: { ...added.metadata, generation: 2 } });
  });

  test('ephemeral containers are immutable once added', () => {
    expect(write(stored({ spec: { ephemeralContainers: [debug] } }), []).errors).toEqual([
      'spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be removed\n',
    ]);
    const [refusal] = write(stored({ spec: { ephemeralContainers: [debug] } }), [{ ...debug, image: 'alpine' }]).errors;
    expect(refusal).toContain('existing ephemeral containers "debug" may not be changed\n@@ ');
    expect(refusal).toContain('\n- "Image": "busybox",\n+ "Image": "alpine",\n');
  });

  test('ephemeral containers have no ports, no probes, no resources', () => {
    const odd = {
      ports: [{ containerPort: 80 }],
      resources: { limits: { cpu: '1' } },
      livenessProbe: { exec: { command: ['true'] } },
      restartPolicy: 'Never',
      restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [3] } }],
    };
    expect(write(stored(), [{ ...debug, ...odd }]).errors).toEqual(
      ['ports', 'resources', 'restartPolicy', 'restartPolicyRules', 'livenessProbe'].map(
        (field) => `spec.ephemeralContainers[0].${field}: Forbidden: cannot be set for an Ephemeral Container`,
      ),
    );
  });
});

describe('a status update', () => {
  function report(previous: Pod, status: object, spec: object = {}): { next: Pod; errors: string[] } {
    const next = copy(previous) as Pod;
    Object.assign(next.spec as object, spec);
    Object.assign(next, { status });
    podStatusStrategy.prepareForUpdate(next, previous, context);
    return { next, errors: podStatusStrategy.validateUpdate(next, previous).map(({ field, message }) => `${field}: ${message}`) };
  }

  test('a status update changes only the status, and keeps the QoS class', () => {
    const { next, errors } = report(stored(), { phase: 'Running' }, { nodeName: 'node-9' });
    expect(errors).toEqual([]);
    expect(next).toEqual(stored({ status: { phase: 'Running' } }));
  });

  test('a status update with another QoS class is refused', () => {
    expect(report(stored(), { phase: 'Running', qosClass: 'Guaranteed' }).errors).toEqual([
      'status.qosClass: Invalid value: "Guaranteed": field is immutable',
    ]);
  });

  test('a status update keeps omitted generations', () => {
    const condition = { type: 'Ready', status: 'True' };
    const previous = stored({ status: { observedGeneration: 3, conditions: [{ ...condition, observedGeneration: 2 }] } });
    const { next } = report(previous, { phase: 'Running', conditions: [condition, condition] });
    expect(next.status).toMatchObject({ observedGeneration: 3, conditions: [{ ...condition, observedGeneration: 2 }, condition] });
  });

  test('a status update has valid conditions, a nominated node only before binding, and an address per family', () => {
    const status = {
      conditions: [{ type: 'a b', status: 'True', observedGeneration: -1 }],
      observedGeneration: -1,
      nominatedNodeName: 'node-2',
      podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }],
    };
    const negative = 'Invalid value: -1: must be a non-negative integer';
    expect(report(stored({ spec: { nodeName: 'node-1' } }), status).errors).toEqual([
      `status.conditions[0].observedGeneration: ${negative}`,
      expect.stringContaining('status.conditions[0].Type: Invalid value: "a b": name part must consist of'),
      'status.nominatedNodeName: Forbidden: may not be set on pods that are already bound to a node',
      `status.observedGeneration: ${negative}`,
      'status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family',
    ]);
    expect(report(stored(), { podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] }).errors).toEqual([]);
  });

  test('a status update restarts a container whose rules permit it', () => {
    const rules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [3] } }];
    const init = { name: 'init', image: 'i', restartPolicy: 'Never', restartPolicyRules: rules };
    const ended = (exitCode: number) => [{ name: 'init', state: { terminated: { exitCode } } }];
    const back = (exitCode: number) =>
      report(stored({ spec: { initContainers: [init] }, status: { initContainerStatuses: ended(exitCode) } }), {
        initContainerStatuses: [{ name: 'init', state: { running: {} } }],
      }).errors;
    expect(back(3)).toEqual([]);
    expect(back(4)).toEqual(['status.initContainerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state']);
  });

  test('a status update does not restart a terminated container', () => {
    const ended = [{ name: 'web', ready: false, restartCount: 0, image: '', imageID: '', state: { terminated: { exitCode: 0 } } }];
    const previous = stored({ spec: { restartPolicy: 'OnFailure' }, status: { containerStatuses: ended } });
    const back = [{ ...ended[0], state: { running: {} } }];
    expect(report(previous, { phase: 'Running', containerStatuses: back }).errors).toEqual([
      'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state',
    ]);
  });
});

describe('a written pod', () => {
  test('a written pod has null for absent condition times', () => {
    const draft = stored({ status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }] } });
    podStrategy.default(draft);
    expect(draft.status?.conditions).toEqual([
      { type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: '2026-01-01T00:00:00Z' },
    ]);
  });

  test('a written pod starts Pending with its QoS class, and a condition for its gates', () => {
    const draft = stored({ spec: { schedulingGates: [{ name: 'a' }] } });
    podStrategy.prepareForCreate(draft, context);
    expect(draft.status).toEqual({
      phase: 'Pending',
      qosClass: 'BestEffort',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'SchedulingGated',
          message: 'Scheduling is blocked due to non-empty scheduling gates',
          lastProbeTime: null,
          lastTransitionTime: '2026-01-01T00:00:10Z',
          observedGeneration: 1,
        },
      ],
    });
  });

  test('a written pod keeps its status, and increments the generation with its spec', () => {
    const draft = stored({ spec: { containers: [{ name: 'web', image: 'nginx:2' }] }, status: { phase: 'Failed' } });
    podStrategy.prepareForUpdate(draft, stored(), context);
    expect(draft).toEqual(stored({ spec: { containers: [{ name: 'web', image: 'nginx:2' }] }, metadata: { generation: 2 } }));
  });

  test.each<[string, Pod, number | undefined, number]>([
    ['as its spec says', stored({ spec: { nodeName: 'n', terminationGracePeriodSeconds: 5 } }), undefined, 5],
    ['30 seconds when nothing says', stored({ spec: { nodeName: 'n' } }), undefined, 30],
    ['as asked', stored({ spec: { nodeName: 'n' } }), 7, 7],
    ['one second for a negative wish', stored({ spec: { nodeName: 'n' } }), -1, 1],
    ['no time without a node', stored(), 60, 0],
    ['no time when it is over', stored({ spec: { nodeName: 'n' }, status: { phase: 'Failed' } }), 60, 0],
  ])('a deleted pod has a grace period %s', (_, pod, requested, expected) => {
    expect(podStrategy.graceSeconds?.(pod, requested)).toBe(expected);
  });
});
