import { expect, test } from 'vitest';
import { builtInAdmission } from './built-in-admission.ts';

test("plugins run in the order of a real cluster, after checks of strategies and before the lab's own plugins", () => {
  expect(builtInAdmission.map(({ name }) => name)).toEqual([
    'DeviceAdminAccess',
    'NamespaceLifecycle',
    'LimitRanger',
    'ServiceAccount',
    'TaintNodesByCondition',
    'PodSecurity',
    'Priority',
    'DefaultTolerationSeconds',
    'DefaultStorageClass',
    'StorageObjectInUseProtection',
    'PersistentVolumeClaimResize',
    'RuntimeClass',
    'CertificateSubjectRestriction',
    'DefaultIngressClass',
    'PodTopologyLabels',
    'ResourceQuota',
    'LabClock',
  ]);
});
