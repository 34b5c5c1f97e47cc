import type { Status } from '@klockwork/kernel';
import { type LimitRangeItem, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { limitRanger } from './limit-ranger.ts';

function admitPod(limits: LimitRangeItem[], pod: object) {
  const view = viewOf([resources.limitRanges, { metadata: { name: 'limits', namespace: 'default' }, spec: { limits } } as object]);
  return outcomeOf(limitRanger, podRequest({ metadata: { name: 'web' }, spec: pod } as object), view);
}

const defaults = {
  type: 'Container',
  default: { cpu: '500m', memory: '256Mi' },
  defaultRequest: { cpu: '200m', memory: '128Mi' },
};

describe('a LimitRange with defaults', () => {
  test('a LimitRange sets defaults on containers and init containers without requests', () => {
    const spec = { containers: [{ name: 'web' }], initContainers: [{ name: 'init', resources: { limits: { cpu: '1' } } }] };
    expect(admitPod([defaults], spec)).toEqual({
      metadata: {
        name: 'web',
        annotations: {
          'kubernetes.io/limit-ranger':
            'LimitRanger plugin set: cpu, memory request for container web; cpu, memory limit for container web; cpu, memory request for init container init; memory limit for init container init',
        },
      },
      spec: {
        containers: [{ name: 'web', resources: { limits: defaults.default, requests: defaults.defaultRequest } }],
        initContainers: [
          { name: 'init', resources: { limits: { cpu: '1', memory: '256Mi' }, requests: { cpu: '200m', memory: '128Mi' } } },
        ],
      },
    });
  });

  test('a LimitRange keeps a container with all values set', () => {
    const spec = { containers: [{ name: 'web', resources: { limits: defaults.default, requests: defaults.default } }] };
    expect(admitPod([defaults], spec)).toEqual({ metadata: { name: 'web' }, spec });
  });
});

describe('a LimitRange with bounds', () => {
  const container = (requests?: object, limits?: object) => ({ containers: [{ name: 'web', resources: { requests, limits } }] });
  const two = {
    containers: ['500m', '600m'].map((cpu, index) => ({ name: `c${index}`, resources: { limits: { cpu }, requests: { cpu } } })),
  };

  test.each<[string, LimitRangeItem, object, string]>([
    [
      'no request',
      { type: 'Container', min: { cpu: '100m' } },
      container(),
      'minimum cpu usage per Container is 100m.  No request is specified',
    ],
    [
      'a request that is too small',
      { type: 'Container', min: { cpu: '100m' } },
      container({ cpu: '50m' }),
      'minimum cpu usage per Container is 100m, but request is 50m',
    ],
    [
      'a limit that is too small',
      { type: 'Container', min: { cpu: '100m' } },
      container({ cpu: '100m' }, { cpu: '50m' }),
      'minimum cpu usage per Container is 100m, but limit is 50m',
    ],
    [
      'no limit',
      { type: 'Container', max: { memory: '1Gi' } },
      container(),
      'maximum memory usage per Container is 1Gi.  No limit is specified',
    ],
    [
      'a limit that is too great',
      { type: 'Container', max: { memory: '1Gi' } },
      container({}, { memory: '2Gi' }),
      'maximum memory usage per Container is 1Gi, but limit is 2Gi',
    ],
    [
      'a limit too far above the request',
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      container({ cpu: '100m' }, { cpu: '300m' }),
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000',
    ],
    [
      'a ratio without a request',
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      container({}, { cpu: '300m' }),
      'cpu max limit to request ratio per Container is 2, but no request is specified or request is 0',
    ],
    ['a pod that is too great as a whole', { type: 'Pod', max: { cpu: '1' } }, two, 'maximum cpu usage per Pod is 1, but limit is 1100m'],
    [
      'two things at once',
      { type: 'Container', max: { cpu: '1', memory: '1Gi' } },
      container({}, { cpu: '2', memory: '2Gi' }),
      '[maximum cpu usage per Container is 1, but limit is 2, maximum memory usage per Container is 1Gi, but limit is 2Gi]',
    ],
  ])('a LimitRange refuses %s', (_, item, spec, detail) => {
    expect(admitPod([item], spec)).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      code: 403,
      reason: 'Forbidden',
      message: `pods "web" is forbidden: ${detail}`,
      details: { name: 'web', kind: 'pods' },
    });
  });

  test('a LimitRange accepts values equal to its bounds', () => {
    const spec = container({ cpu: '1' }, { cpu: '1' });
    const item = { type: 'Container', min: { cpu: '1' }, max: { cpu: '1' }, maxLimitRequestRatio: { cpu: '1' } };
    expect((admitPod([item], spec) as Status).code).toBeUndefined();
  });

  test('a LimitRange counts pod-level requests, without overhead', () => {
    const asked = { requests: { cpu: '900m' }, limits: { cpu: '1' } };
    const item = { type: 'Pod', max: { cpu: '1' } };
    expect((admitPod([item], { ...two, resources: asked, overhead: { cpu: '500m' } }) as Status).code).toBeUndefined();
  });

  test('a LimitRange also sets its defaults on a resized pod', () => {
    const view = viewOf([
      resources.limitRanges,
      { metadata: { name: 'limits', namespace: 'default' }, spec: { limits: [defaults] } } as object,
    ]);
    const resized = podRequest({ spec: { containers: [{ name: 'web' }] } } as object, { operation: 'UPDATE', subresource: 'resize' });
    expect(outcomeOf(limitRanger, resized, view)).toMatchObject({ spec: { containers: [{ resources: { limits: defaults.default } }] } });
  });

  test('a LimitRange ignores updates', () => {
    const view = viewOf([
      resources.limitRanges,
      { metadata: { name: 'limits', namespace: 'default' }, spec: { limits: [{ type: 'Container', min: { cpu: '1' } }] } } as object,
    ]);
    const object = { metadata: { name: 'web' }, spec: { containers: [{ name: 'web' }] } };
    expect(outcomeOf(limitRanger, podRequest(object, { operation: 'UPDATE' }), view)).toEqual(object);
  });
});
