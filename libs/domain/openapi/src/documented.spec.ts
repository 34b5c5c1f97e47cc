import { expect, test } from 'vitest';
import { documented } from './documented.ts';

test.each([
  ['a field that is always written, and need not be sent', 'io.k8s.api.apps.v1.StatefulSetSpec', ['selector', 'template']],
  ['one that must be sent', 'io.k8s.api.core.v1.HostAlias', ['ip']],
  ['the only one', 'io.k8s.api.networking.v1.NetworkPolicySpec', undefined],
  ['none', 'io.k8s.api.apps.v1.DeploymentSpec', ['selector', 'template']],
])('documents ask otherwise for %s: of %s', (_, name, required) => {
  expect(documented(name).required).toEqual(required);
});
