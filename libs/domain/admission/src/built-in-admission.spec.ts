import { expect, it } from 'vitest';
import { builtInAdmission } from './built-in-admission.ts';

it("the plugins run in the order of a real cluster, the lab's own behind them", () => {
  expect(builtInAdmission.map(({ name }) => name)).toEqual([
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
    'ResourceQuota',
    'LabClock',
  ]);
});
