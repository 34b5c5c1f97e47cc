import { copy } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { aPod } from '../testing/index.ts';
import type { Pod } from './pod.ts';
import { podResize } from './pod-resize.ts';

const context = { now: Date.parse('2026-01-01T00:00:10Z'), subresource: 'resize', user: 'admin' };
const of = (cpu: string, memory: string) => ({ cpu, memory });
const before = aPod({
  metadata: { generation: 1 },
  status: { qosClass: 'Burstable' },
  spec: {
    initContainers: [
      { name: 'init', image: 'busybox', resources: { requests: of('1', '1Gi') } },
      { name: 'side', image: 'busybox', restartPolicy: 'Always', resources: { requests: of('1', '1Gi') } },
    ],
    containers: [{ name: 'web', image: 'nginx', resources: { requests: of('500m', '256Mi'), limits: of('1', '512Mi') } }],
  },
});

/** Returns the pod after a change through `/resize`. */
function resized(change: (pod: Pod) => void, pod: Pod = before): { readonly next: Pod; readonly refusals: string[] } {
  const next: Pod = copy(pod);
  change(next);
  podResize.prepareForUpdate(next, pod, context);
  return { next, refusals: podResize.validateUpdate(next, pod).map(({ field, message }) => `${field}: ${message}`) };
}

const web = (pod: Pod) => pod.spec?.containers[0] as { resources: object; image: string };
const init = (pod: Pod, index: number) => pod.spec?.initContainers?.[index] as { resources: object };

describe('a resize', () => {
  test('a resize changes cpu and memory, and no other field', () => {
    const { next, refusals } = resized((pod) => {
      web(pod).resources = { requests: of('800m', '256Mi'), limits: of('2000m', '512Mi') };
      web(pod).image = 'nginx:2';
      pod.metadata = { ...pod.metadata, labels: { a: 'b' } };
    });
    expect(refusals).toEqual([]);
    const expected: Pod = copy(before);
    web(expected).resources = { requests: of('800m', '256Mi'), limits: of('2', '512Mi') };
    expect(next).toEqual({ ...expected, metadata: { ...before.metadata, generation: 2 } });
  });

  test.each<[string, (pod: Pod) => void, string[]]>([
    [
      'a request away',
      (pod) => {
        web(pod).resources = { requests: { cpu: '500m' }, limits: { cpu: '1' } };
      },
      [
        'spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
        'spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed',
      ],
    ],
    [
      'other resources',
      (pod) => {
        web(pod).resources = { requests: { ...of('500m', '256Mi'), 'ephemeral-storage': '1Gi' }, limits: of('1', '512Mi') };
      },
      ['spec: Forbidden: only cpu and memory resources are mutable'],
    ],
    [
      'an init container',
      (pod) => {
        init(pod, 0).resources = { requests: of('2', '1Gi') };
      },
      ['spec: Forbidden: resources for non-sidecar init containers are immutable'],
    ],
    [
      'a sidecar',
      (pod) => {
        init(pod, 1).resources = { requests: of('2', '1Gi') };
      },
      [],
    ],
    [
      'how many containers there are',
      (pod) => {
        pod.spec?.containers.push({ name: 'more', image: 'nginx' });
      },
      ['spec.containers: Forbidden: containers may not be added or removed on resize'],
    ],
    [
      'the order of containers',
      (pod) => {
        pod.spec?.initContainers?.reverse();
      },
      [
        'spec.initContainers[0].name: Forbidden: initContainers may not be renamed or reordered on resize',
        'spec.initContainers[1].name: Forbidden: initContainers may not be renamed or reordered on resize',
      ],
    ],
    [
      'requests above limits',
      (pod) => {
        web(pod).resources = { requests: of('2', '256Mi'), limits: of('1', '512Mi') };
      },
      ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
    ],
  ])('a resize may change %s, or is refused', (_, change, refusals) => {
    expect(resized(change).refusals).toEqual(refusals);
  });

  test('a resize keeps the QoS class', () => {
    const simple = aPod({ spec: { containers: [{ name: 'web', image: 'nginx', resources: { requests: of('1', '1Gi') } }] } });
    const { refusals } = resized(
      (pod) => {
        web(pod).resources = { requests: of('1', '1Gi'), limits: of('1', '1Gi') };
      },
      { ...simple, status: { ...simple.status, qosClass: 'Burstable' } },
    );
    expect(refusals).toEqual(['spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing']);
  });

  test('a resize requires a capable node', () => {
    const state = { running: {} };
    const [told, silent] = [{ resources: {} }, {}].map((more) => ({
      ...before,
      status: {
        ...before.status,
        containerStatuses: [{ name: 'web', image: '', imageID: '', ready: true, restartCount: 0, state, ...more }],
      },
    }));
    expect(resized(() => {}, told).refusals).toEqual([]);
    expect(resized(() => {}, silent).refusals).toEqual(['spec: Forbidden: Pod running on node without support for resize']);
  });

  test.each([
    ['static pods', { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } }],
    ['windows pods', { spec: { ...before.spec, os: { name: 'windows' } } }],
  ])('a resize is refused for %s', (what, change) => {
    expect(resized(() => {}, { ...before, ...(change as Pod) }).refusals).toEqual([`: Forbidden: ${what} cannot be resized`]);
  });

  test('a resize is refused for pods with pod-level resources', () => {
    const whole = { ...before, spec: { ...before.spec, resources: { requests: { cpu: '4' } } } } as Pod;
    expect(resized(() => {}, whole).refusals).toEqual([
      ': Forbidden: resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled',
    ]);
  });
});
