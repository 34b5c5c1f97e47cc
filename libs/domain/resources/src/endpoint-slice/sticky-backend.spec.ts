import { expect, test } from 'vitest';
import type { Service } from '../service/service.ts';
import { backendAddress } from './backend.ts';
import { backendAt, sessionAffinityMs } from './sticky-backend.ts';

const service = (spec: Service['spec']): Service => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec });

test('session affinity lasts three hours unless its timeout is set', () => {
  const sessionAffinityConfig = { clientIP: { timeoutSeconds: 5 } };
  expect(sessionAffinityMs(service({ sessionAffinity: 'ClientIP' }))).toBe(10_800_000);
  expect(sessionAffinityMs(service({ sessionAffinity: 'ClientIP', sessionAffinityConfig }))).toBe(5_000);
  expect(sessionAffinityMs(service({ sessionAffinity: 'None' }))).toBeUndefined();
});

test('a backend is found at its address and port', () => {
  const backends = [80, 81].map((port) => ({ ip: '10.244.1.2', port, endpoint: { addresses: ['10.244.1.2'] } }));
  expect(backends.map(backendAddress)).toEqual(['10.244.1.2:80', '10.244.1.2:81']);
  expect(backendAt(backends, '10.244.1.2:81')).toBe(backends[1]);
  expect(backendAt(backends, '10.244.1.3:81')).toBeUndefined();
  expect(backendAt(backends, undefined)).toBeUndefined();
});
