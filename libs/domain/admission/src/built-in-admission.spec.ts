import { expect, it } from 'vitest';
import { builtInAdmission } from './built-in-admission.ts';

it("the plugins run in the order of a real cluster, behind what its strategies ask of other objects and before the lab's own", () => {
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
