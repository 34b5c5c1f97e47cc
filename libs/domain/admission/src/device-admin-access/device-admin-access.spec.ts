import { type KubeObject, type ResourceClaim, type ResourceRef, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { deviceAdminAccess } from './device-admin-access.ts';

const namespaces = viewOf(
  [resources.namespaces, { metadata: { name: 'default', labels: { 'resource.kubernetes.io/admin-access': 'yes' } } }],
  [resources.namespaces, { metadata: { name: 'monitoring', labels: { 'resource.kubernetes.io/admin-access': 'true' } } }],
);
const DETAIL =
  'Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace';

const exactly = (adminAccess?: boolean) => ({
  name: 'gpu',
  exactly: { deviceClassName: 'gpu', ...(adminAccess !== undefined && { adminAccess }) },
});
const claim = (...requests: object[]): ResourceClaim => ({ metadata: { name: 'gpus' }, spec: { devices: { requests } } });
const given = (...results: object[]): ResourceClaim => ({ metadata: { name: 'gpus' }, status: { allocation: { devices: { results } } } });

function admitDevices(resource: ResourceRef, object: KubeObject, overrides: object = {}) {
  const outcome = outcomeOf(deviceAdminAccess, podRequest(object, { resource, name: 'gpus', ...overrides }), namespaces);
  return (outcome as { message?: string }).message ?? 'accepted';
}

test('admin access to devices requires a labelled namespace', () => {
  const asked = claim({ name: 'any', firstAvailable: [] }, exactly(true));
  const template = { metadata: { name: 'gpus' }, spec: { spec: asked.spec } } as KubeObject;
  const refused = (kind: string) => `${kind}.resource.k8s.io "gpus" is invalid: spec.devices.requests[1].adminAccess: ${DETAIL}`;
  expect(admitDevices(resources.resourceClaims, asked)).toBe(refused('ResourceClaim'));
  expect(admitDevices(resources.resourceClaimTemplates, template)).toBe(refused('ResourceClaimTemplate'));
  expect(admitDevices(resources.resourceClaims, asked, { namespace: 'monitoring' })).toBe('accepted');
  expect(admitDevices(resources.resourceClaims, asked, { operation: 'UPDATE', previous: asked })).toBe('accepted');
  expect(admitDevices(resources.resourceClaims, claim(exactly(), exactly(false)))).toBe('accepted');
  expect(admitDevices(resources.pods, asked)).toBe('accepted');
});

test('an allocation with admin access requires a labelled namespace, unless it existed before', () => {
  const [plain, admin] = [given({ request: 'gpu' }), given({ request: 'gpu' }, { request: 'gpu', adminAccess: true })];
  const status = { operation: 'UPDATE', subresource: 'status', previous: plain };
  expect(admitDevices(resources.resourceClaims, admin, status)).toBe(
    `ResourceClaim.resource.k8s.io "gpus" is invalid: status.allocation.devices.results[1].adminAccess: ${DETAIL}`,
  );
  expect(admitDevices(resources.resourceClaims, plain, status)).toBe('accepted');
  expect(admitDevices(resources.resourceClaims, admin, { ...status, previous: admin })).toBe('accepted');
  expect(admitDevices(resources.resourceClaims, admin, { ...status, namespace: 'monitoring' })).toBe('accepted');
});
