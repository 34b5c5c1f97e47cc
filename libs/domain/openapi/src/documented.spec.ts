import { expect, test } from 'vitest';
import { documented } from './documented.ts';

test.each([
  ['an always-written, optional field', 'io.k8s.api.apps.v1.StatefulSetSpec', ['selector', 'template']],
  ['a field that clients must send', 'io.k8s.api.core.v1.HostAlias', ['ip']],
  ['the only required field', 'io.k8s.api.networking.v1.NetworkPolicySpec', undefined],
  ['no field', 'io.k8s.api.apps.v1.DeploymentSpec', ['selector', 'template']],
])('documents differ in required fields for %s: %s', (_, name, required) => {
  expect(documented(name).required).toEqual(required);
});
