import { describe, expect, test } from 'vitest';
import { aReplicaSet, rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';
import { replicaSetEvent } from './replica-set.events.ts';
import { replicaSetKind } from './replica-set.kind.ts';
import type { ReplicaSet } from './replica-set.ts';
import { validateReplicaSetStatus } from './replica-set.validation.ts';

const BODY = {
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
  },
};

test('a ReplicaSet gets one replica, generation 1 and an empty status', () => {
  const { object, errors } = tryCreate(replicaSetKind, { ...BODY, status: { replicas: 7 } });
  expect(errors).toEqual([]);
  const { metadata, spec, status } = object;
  expect({ metadata, replicas: spec?.replicas, policy: spec?.template?.spec?.restartPolicy, status }).toEqual({
    metadata: { name: 'web', namespace: 'default', generation: 1 },
    replicas: 1,
    policy: 'Always',
    status: { replicas: 0 },
  });
});

describe('a ReplicaSet is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'with negative numbers',
      { replicas: -1, minReadySeconds: -2 },
      [
        'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
        'spec.minReadySeconds: Invalid value: -2: must be greater than or equal to 0',
      ],
    ],
    ['with an empty selector', { selector: {} }, ['spec.selector: Invalid value: {}: empty selector is invalid for deployment']],
    [
      'when it does not select its own pods',
      { selector: { matchLabels: { b: '2', a: '1' } } },
      ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
    ],
  ])('a ReplicaSet is refused %s', (_, spec, expected) => {
    expect(tryCreate(replicaSetKind, { ...BODY, spec: { ...BODY.spec, ...spec } }).errors).toEqual(expected);
  });

  test('a ReplicaSet with another selector is refused', () => {
    const { errors } = tryUpdate(replicaSetKind, aReplicaSet(), (draft) => {
      draft.spec!.selector = { matchExpressions: [{ operator: 'Exists', key: 'app' }] };
    });
    expect(errors).toEqual(['spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Exists"}]}: field is immutable']);
  });

  test('a ReplicaSet status with inconsistent counts is refused', () => {
    const status = { replicas: 1, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 3, terminatingReplicas: -1 };
    expect(texts(validateReplicaSetStatus(aReplicaSet({ status })))).toEqual([
      'status.terminatingReplicas: Invalid value: -1: must be greater than or equal to 0',
      'status.fullyLabeledReplicas: Invalid value: 2: cannot be greater than status.replicas',
      'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas',
    ]);
  });
});

test('kubectl get replicasets prints its row', () => {
  const replicaSet = aReplicaSet({
    spec: { selector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['b', 'a'] }] } },
    status: { replicas: 2, readyReplicas: 1 },
  });
  expect(rowOf(replicaSetKind, replicaSet, Date.parse('2026-01-01T02:00:00Z'))).toEqual({
    Name: 'web-5d9c7b',
    Desired: 3,
    Current: 2,
    Ready: 1,
    Age: '120m',
    'Containers (wide)': 'web',
    'Images (wide)': 'nginx:1.27',
    'Selector (wide)': 'app=web,tier in (a,b)',
  });
});

describe('the log names a change of a ReplicaSet', () => {
  const previous = aReplicaSet();
  test.each<[string, ReplicaSet, string, object]>([
    ['scale', aReplicaSet({ spec: { replicas: 0 } }), '', { type: 'ReplicaSetScaled', data: { from: 3, to: 0 } }],
    [
      'status',
      aReplicaSet({ status: { replicas: 3 } }),
      'status',
      { type: 'ReplicaSetStatusReported', data: { replicas: 3, ready: 0, available: 0 } },
    ],
    [
      'annotation',
      aReplicaSet({ metadata: { annotations: { a: 'b' } } }),
      '',
      { type: 'ReplicaSetUpdated', data: { changed: ['metadata.annotations'] } },
    ],
  ])('the log names the ReplicaSet change: %s', (_, next, subresource, event) => {
    expect(replicaSetEvent({ verb: 'update', subresource, previous, next })).toEqual(event);
  });
});
