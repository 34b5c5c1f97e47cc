import { describe, expect, test } from 'vitest';
import { fieldValue } from './field-value.ts';
import { resourceValue } from './resource-value.ts';

const pod = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', labels: { tier: 'front', app: 'a "b"' }, annotations: { 'k.io/x': 'y\nz' } },
  spec: { nodeName: 'node-1', serviceAccountName: 'builder', containers: [] },
};

describe('a field of a pod', () => {
  test.each([
    ['metadata.name', 'web'],
    ['metadata.namespace', 'shop'],
    ['metadata.uid', 'u1'],
    ["metadata.labels['tier']", 'front'],
    ["metadata.labels['none']", ''],
    ["metadata.annotations['k.io/x']", 'y\nz'],
    ['metadata.labels', 'app="a \\"b\\""\ntier="front"'],
    ['metadata.annotations', 'k.io/x="y\\nz"'],
    ['spec.nodeName', 'node-1'],
    ['spec.serviceAccountName', 'builder'],
    ['status.hostIP', '172.18.0.1'],
    ['status.hostIPs', '172.18.0.1'],
    ['status.podIP', '10.244.1.2'],
    ['status.podIPs', '10.244.1.2'],
    ['spec.other', undefined],
  ])('the field %s is %j', (path, value) => {
    expect(fieldValue(path, { pod, podIP: '10.244.1.2', hostIP: '172.18.0.1' })).toBe(value);
  });
});

describe('a resource of a container', () => {
  const container = {
    resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: { cpu: '1500m', memory: '100M', 'ephemeral-storage': '0' } },
  };
  const allocatable = { cpu: '4', memory: '8Gi', 'ephemeral-storage': '2Gi' };

  test.each([
    ['requests.cpu', '1m', '250'],
    ['requests.cpu', '0', '1'],
    ['limits.cpu', '1', '2'],
    ['requests.memory', '1Mi', '64'],
    ['limits.memory', '1Mi', '96'],
    ['limits.memory', undefined, '100000000'],
    ['limits.ephemeral-storage', '1Gi', '2'],
    ['requests.ephemeral-storage', '1', '0'],
    ['limits.hugepages-2Mi', '1', '0'],
  ])('the resource %s in units of %s is %s', (resource, divisor, value) => {
    expect(resourceValue({ resource, ...(divisor && { divisor }) }, container, allocatable)).toBe(value);
  });

  test("a container without a limit may use the node's resources", () => {
    const values = ['limits.cpu', 'limits.memory'].map((resource) => resourceValue({ resource, divisor: '1' }, {}, allocatable));
    expect(values).toEqual(['4', '8589934592']);
  });
});
