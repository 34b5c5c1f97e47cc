import { describe, expect, test } from 'vitest';
import type { Pod } from './pod.ts';
import { computeQosClass, qosClass } from './pod-qos.ts';
import { podLimits, podRequests } from './pod-resources.ts';

function asking(requests: object, limits: object = {}, more: object = {}) {
  return { name: 'c', resources: { requests, limits }, ...more };
}

function pod(spec: object): Pod {
  return { spec: { containers: [], ...spec } };
}

describe('effective requests of a pod', () => {
  test.each<[string, object, object]>([
    ['nothing when it asks for nothing', {}, {}],
    [
      'the sum of its containers',
      { containers: [asking({ cpu: '500m', memory: '64Mi' }), asking({ cpu: '700m' })] },
      { cpu: '1200m', memory: '64Mi' },
    ],
    [
      'the greatest init container when that is more',
      { containers: [asking({ cpu: '1' })], initContainers: [asking({ cpu: '2' }), asking({ cpu: '3' })] },
      { cpu: '3' },
    ],
    [
      'sidecars beside the containers, and beside the init containers after them',
      {
        containers: [asking({ cpu: '1' })],
        initContainers: [asking({ cpu: '1' }, {}, { restartPolicy: 'Always' }), asking({ cpu: '2' })],
      },
      { cpu: '3' },
    ],
    [
      'its overhead on top',
      { containers: [asking({ cpu: '1' })], overhead: { cpu: '250m', memory: '10Mi' } },
      { cpu: '1250m', memory: '10Mi' },
    ],
    [
      'what the pod asks for as a whole',
      { containers: [asking({ cpu: '1', memory: '1Gi' })], resources: { requests: { cpu: '4' } } },
      { cpu: '4', memory: '1Gi' },
    ],
  ])('the effective requests of a pod are %s', (_, spec, expected) => {
    expect(podRequests(pod(spec))).toEqual(expected);
  });

  test('effective limits of a pod include overhead on limited resources only', () => {
    const spec = { containers: [asking({}, { cpu: '1' }), asking({}, { cpu: '2' })], overhead: { cpu: '1', memory: '10Mi' } };
    expect(podLimits(pod(spec))).toEqual({ cpu: '4' });
  });
});

describe('the QoS class of a pod', () => {
  const all = { cpu: '1', memory: '1Gi' };
  test.each<[string, object, string]>([
    ['that asks for nothing', { containers: [{ name: 'c' }] }, 'BestEffort'],
    ['that asks for storage alone', { containers: [asking({ 'ephemeral-storage': '1Gi' })] }, 'BestEffort'],
    ['whose limits are its requests', { containers: [asking(all, all)] }, 'Guaranteed'],
    ['whose limits are its requests in other words', { containers: [asking({ cpu: '1000m', memory: '1Gi' }, all)] }, 'Guaranteed'],
    ['without a limit of memory', { containers: [asking(all, { cpu: '1' })] }, 'Burstable'],
    ['with one container that asks for nothing', { containers: [asking(all, all), { name: 'd' }] }, 'Burstable'],
    ['with an init container that asks for less', { containers: [asking(all, all)], initContainers: [asking({ cpu: '1' })] }, 'Burstable'],
    ['that asks as a whole', { containers: [{ name: 'c' }], resources: { requests: all, limits: all } }, 'Guaranteed'],
  ])('the QoS class is right for a pod %s', (_, spec, expected) => {
    expect(computeQosClass(pod(spec))).toBe(expected);
  });

  test('a QoS class in the status takes precedence', () => {
    expect(qosClass({ ...pod({}), status: { qosClass: 'Guaranteed' } })).toBe('Guaranteed');
  });
});
