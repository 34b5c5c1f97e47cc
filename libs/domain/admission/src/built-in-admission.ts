import type { Admission } from './admission.ts';
import { certificateSubjectRestriction } from './certificate-subject-restriction/certificate-subject-restriction.ts';
import { defaultIngressClass } from './default-ingress-class/default-ingress-class.ts';
import { defaultStorageClass } from './default-storage-class/default-storage-class.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds/default-toleration-seconds.ts';
import { deviceAdminAccess } from './device-admin-access/device-admin-access.ts';
import { labClock } from './lab-clock/lab-clock.ts';
import { limitRanger } from './limit-ranger/limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle/namespace-lifecycle.ts';
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize/persistent-volume-claim-resize.ts';
import { podSecurity } from './pod-security/pod-security.ts';
import { podTopologyLabels } from './pod-topology-labels/pod-topology-labels.ts';
import { priority } from './priority/priority.ts';
import { resourceQuota } from './resource-quota/resource-quota.ts';
import { runtimeClass } from './runtime-class/runtime-class.ts';
import { serviceAccount } from './service-account/service-account.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection/storage-object-in-use-protection.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition/taint-nodes-by-condition.ts';

/**
 * Plugins of every cluster, in order. Checks of upstream's strategies stand first, the lab's own plugins last. Models `AllOrderedPlugins`
 * of `pkg/kubeapiserver/options/plugins.go`.
 */
export const builtInAdmission: readonly Admission[] = [
  deviceAdminAccess,
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  taintNodesByCondition,
  podSecurity,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  runtimeClass,
  certificateSubjectRestriction,
  defaultIngressClass,
  podTopologyLabels,
  resourceQuota,
  labClock,
];
