import { expect, test } from 'vitest';
import type { LabObject } from '../store/row.ts';
import { bytesText, coresText, nodeBounds, podBounds, usageSample, withSample } from './usage.ts';

const pod = (nodeName: string, ...resources: object[]): LabObject => ({
  ...{ kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web', uid: 'u', resourceVersion: '1' } },
  spec: { nodeName, containers: resources.map((each) => ({ resources: each })) },
});
const NODE: LabObject = {
  ...{ kind: 'Node', apiVersion: 'v1', metadata: { name: 'node-1', uid: 'n', resourceVersion: '1' } },
  status: { allocatable: { cpu: '4', memory: '8Gi' } },
};

test('pod usage adds up container usage', () => {
  const containers = [
    { name: 'a', usage: { cpu: '1500000n', memory: '1Mi' } },
    { name: 'b', usage: { cpu: '1m', memory: '1024Ki' } },
  ];
  expect(usageSample({ timestamp: '2026-01-01T00:00:15Z', containers })).toEqual({
    ...{ at: Date.UTC(2026, 0, 1, 0, 0, 15), cpu: 0.0025, memory: 2 * 1_024 ** 2 },
  });
});

test('each instant has one sample', () => {
  const [first, second] = [1, 2].map((at) => ({ at, cpu: 1, memory: 1 })) as [{ at: 1; cpu: 1; memory: 1 }, { at: 2; cpu: 1; memory: 1 }];
  expect(withSample(withSample([first], first), second)).toEqual([first, second]);
});

test('a pod without a limit on each container has no limit', () => {
  const bounded = { requests: { cpu: '100m' }, limits: { cpu: '200m', memory: '1Ki' } };
  expect(podBounds(pod('', bounded, { limits: { memory: '1Ki' } }))).toEqual({ requests: { cpu: 0.1 }, limits: { memory: 2_048 } });
});

test('a node has the requests of its pods, and its allocatable amounts', () => {
  const pods = [
    pod('node-1', { requests: { cpu: '1' } }),
    pod('node-1', { requests: { cpu: '500m' } }),
    pod('node-2', { requests: { cpu: '3' } }),
  ];
  expect(nodeBounds(NODE, pods)).toEqual({ requests: { cpu: 1.5 }, limits: { cpu: 4, memory: 8 * 1_024 ** 3 } });
});

test.each([
  [0.0025, '2.5m'],
  [1.5, '1.5'],
  [16, '16'],
])('%d cores are shown as %s', (cores, text) => {
  expect(coresText(cores)).toBe(text);
});

test.each([
  [0, '0 B'],
  [1_536, '1.5 KiB'],
  [3 * 1_024 ** 3, '3 GiB'],
])('%d bytes are shown as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
