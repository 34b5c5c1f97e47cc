import type { Container, Service } from '@klockwork/kubernetes-types';
import { RuntimeError } from '@klockwork/pod-lifecycle';
import type { ConfigMap, Secret } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { containerEnvironment, environmentReferences } from './container-environment.ts';

const settings: ConfigMap = { data: { level: 'debug', 'dotted.name': 'x', '1st': 'y' } };
const keys: Secret = { data: { token: 'Z3LDvG4=' } };
const sidecar: Container = { name: 'sidecar', resources: { limits: { cpu: '500m' } } };
const redis = { metadata: { name: 'redis', namespace: 'default' }, spec: { clusterIP: '10.96.1.9', ports: [{ port: 6379 }] } } as Service;

function environment(container: Partial<Container>, services: Service[] = []) {
  const whole = { name: 'web', ...container };
  const pod = { metadata: { name: 'web-1', namespace: 'default' }, spec: { containers: [whole, sidecar] } };
  const data = {
    configMap: (name: string) => (name === 'settings' ? settings : undefined),
    secret: (name: string) => (name === 'keys' ? keys : undefined),
  };
  const place = { podIP: '10.244.1.2', hostIP: '172.18.0.1', allocatable: { cpu: '4' } };
  try {
    return containerEnvironment({ container: whole, pod, services, data, ...place });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return error.message;
  }
}

describe('the variables of a container', () => {
  test('variables have literal values, in which earlier ones are expanded', () => {
    const env = [{ name: 'A', value: '1' }, { name: 'B', value: '$(A)-$(C)-$$(A)' }, { name: 'C', value: '3' }, { name: 'EMPTY' }];
    expect(environment({ env })).toEqual({ A: '1', B: '1-$(C)-$(A)', C: '3', EMPTY: '' });
  });

  test('variables come from fields, resources, ConfigMaps and Secrets', () => {
    const env = [
      { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
      { name: 'SIDECAR', valueFrom: { resourceFieldRef: { containerName: 'sidecar', resource: 'limits.cpu', divisor: '1m' } } },
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } },
    ];
    const values = { NAME: 'web-1', IP: '10.244.1.2', CPU: '4000', SIDECAR: '500', LEVEL: 'debug', TOKEN: 'grün' };
    expect(environment({ env })).toEqual(values);
  });

  test('variables of whole objects get a prefix, and named ones replace them', () => {
    const envFrom = [{ configMapRef: { name: 'settings' } }, { prefix: 'KEY_', secretRef: { name: 'keys' } }];
    const env = [{ name: 'level', value: 'not $(level)' }];
    expect(environment({ env, envFrom })).toEqual({ level: 'not debug', 'dotted.name': 'x', '1st': 'y', KEY_token: 'grün' });
  });

  test('variables may refer to those of Services, and replace them', () => {
    const env = [
      { name: 'URL', value: 'redis://$(REDIS_SERVICE_HOST)' },
      { name: 'REDIS_PORT', value: '6379' },
    ];
    const found = environment({ env }, [redis]);
    expect(found).toMatchObject({ URL: 'redis://10.96.1.9', REDIS_PORT: '6379', REDIS_SERVICE_PORT: '6379' });
  });

  test('optional variables without a source are omitted', () => {
    const env = [
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'none', key: 'a', optional: true } } },
      { name: 'B', valueFrom: { secretKeyRef: { name: 'keys', key: 'none', optional: true } } },
    ];
    const envFrom = [{ configMapRef: { name: 'none', optional: true } }, { secretRef: { name: 'none', optional: true } }];
    expect(environment({ env, envFrom })).toEqual({});
  });

  test.each<[string, Partial<Container>]>([
    ['configmap "none" not found', { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'none', key: 'a' } } }] }],
    ['secret "none" not found', { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'none', key: 'a' } } }] }],
    [
      "couldn't find key a in ConfigMap default/settings",
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }] },
    ],
    ["couldn't find key a in Secret default/keys", { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } }] }],
    ['configmap "none" not found', { envFrom: [{ configMapRef: { name: 'none' } }] }],
    ['secret "none" not found', { envFrom: [{ secretRef: { name: 'none' } }] }],
    [
      'container none not found',
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { containerName: 'none', resource: 'limits.cpu' } } }] },
    ],
  ])('variables cannot be built: %s', (message, container) => {
    expect(environment(container)).toBe(message);
  });
});

test("a container's references are the objects of its variables", () => {
  const container: Container = {
    name: 'web',
    env: [
      { name: 'A', value: '1' },
      { name: 'B', valueFrom: { configMapKeyRef: { name: 'settings', key: 'b' } } },
      { name: 'C', valueFrom: { secretKeyRef: { name: 'keys', key: 'c' } } },
    ],
    envFrom: [{ configMapRef: { name: 'all' } }, { secretRef: { name: 'more' } }],
  };
  expect(environmentReferences(container)).toEqual([
    { kind: 'configmap', name: 'all' },
    { kind: 'secret', name: 'more' },
    { kind: 'configmap', name: 'settings' },
    { kind: 'secret', name: 'keys' },
  ]);
});
