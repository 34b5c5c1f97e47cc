import { apiServiceKind } from './api-service/api-service.kind.ts';
import { certificateSigningRequestKind } from './certificate-signing-request/certificate-signing-request.kind.ts';
import { clockKind } from './clock/clock.kind.ts';
import { clusterRoleKind } from './cluster-role/cluster-role.kind.ts';
import { clusterRoleBindingKind } from './cluster-role-binding/cluster-role-binding.kind.ts';
import { configMapKind } from './config-map/config-map.kind.ts';
import { connectionKind } from './connection/connection.kind.ts';
import { controllerRevisionKind } from './controller-revision/controller-revision.kind.ts';
import { cronJobKind } from './cron-job/cron-job.kind.ts';
import { csiDriverKind } from './csi-driver/csi-driver.kind.ts';
import { csiNodeKind } from './csi-node/csi-node.kind.ts';
import { csiStorageCapacityKind } from './csi-storage-capacity/csi-storage-capacity.kind.ts';
import { customResourceDefinitionKind } from './custom-resource-definition/custom-resource-definition.kind.ts';
import { daemonSetKind } from './daemon-set/daemon-set.kind.ts';
import { deploymentKind } from './deployment/deployment.kind.ts';
import { deviceClassKind } from './device-class/device-class.kind.ts';
import { drillKind } from './drill/drill.kind.ts';
import { endpointSliceKind } from './endpoint-slice/endpoint-slice.kind.ts';
import { endpointsKind } from './endpoints/endpoints.kind.ts';
import { eventKind } from './event/event.kind.ts';
import { faultKind } from './fault/fault.kind.ts';
import { flowSchemaKind } from './flow-schema/flow-schema.kind.ts';
import { horizontalPodAutoscalerKind } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler.kind.ts';
import { imageKind } from './image/image.kind.ts';
import { ingressKind } from './ingress/ingress.kind.ts';
import { ingressClassKind } from './ingress-class/ingress-class.kind.ts';
import { ipAddressKind } from './ip-address/ip-address.kind.ts';
import { jobKind } from './job/job.kind.ts';
import type { KindDefinition } from './kind.ts';
import { leaseKind } from './lease/lease.kind.ts';
import { limitRangeKind } from './limit-range/limit-range.kind.ts';
import { mutatingWebhookConfigurationKind } from './mutating-webhook-configuration/mutating-webhook-configuration.kind.ts';
import { namespaceKind } from './namespace/namespace.kind.ts';
import { networkPolicyKind } from './network-policy/network-policy.kind.ts';
import { nodeKind } from './node/node.kind.ts';
import { persistentVolumeKind } from './persistent-volume/persistent-volume.kind.ts';
import { persistentVolumeClaimKind } from './persistent-volume-claim/persistent-volume-claim.kind.ts';
import { podKind } from './pod/pod.kind.ts';
import { podDisruptionBudgetKind } from './pod-disruption-budget/pod-disruption-budget.kind.ts';
import { podTemplateKind } from './pod-template/pod-template.kind.ts';
import { priorityClassKind } from './priority-class/priority-class.kind.ts';
import { priorityLevelConfigurationKind } from './priority-level-configuration/priority-level-configuration.kind.ts';
import { replicaSetKind } from './replica-set/replica-set.kind.ts';
import { replicationControllerKind } from './replication-controller/replication-controller.kind.ts';
import { resourceClaimKind } from './resource-claim/resource-claim.kind.ts';
import { resourceClaimTemplateKind } from './resource-claim-template/resource-claim-template.kind.ts';
import { resourceQuotaKind } from './resource-quota/resource-quota.kind.ts';
import { resourceSliceKind } from './resource-slice/resource-slice.kind.ts';
import { roleKind } from './role/role.kind.ts';
import { roleBindingKind } from './role-binding/role-binding.kind.ts';
import { runtimeClassKind } from './runtime-class/runtime-class.kind.ts';
import { secretKind } from './secret/secret.kind.ts';
import { serviceKind } from './service/service.kind.ts';
import { serviceAccountKind } from './service-account/service-account.kind.ts';
import { serviceCidrKind } from './service-cidr/service-cidr.kind.ts';
import { statefulSetKind } from './stateful-set/stateful-set.kind.ts';
import { storageClassKind } from './storage-class/storage-class.kind.ts';
import { validatingAdmissionPolicyKind } from './validating-admission-policy/validating-admission-policy.kind.ts';
import { validatingAdmissionPolicyBindingKind } from './validating-admission-policy-binding/validating-admission-policy-binding.kind.ts';
import { validatingWebhookConfigurationKind } from './validating-webhook-configuration/validating-webhook-configuration.kind.ts';
import { volumeAttachmentKind } from './volume-attachment/volume-attachment.kind.ts';
import { volumeAttributesClassKind } from './volume-attributes-class/volume-attributes-class.kind.ts';

/**
 * Every served kind, in the order of a real cluster's discovery.
 *
 * Steps for a new kind: create its folder with `<kind>.ts` (type), `<kind>.kind.ts` (definition) and, where required, `<kind>.defaults.ts`,
 * `<kind>.validation.ts`, `<kind>.strategy.ts`, `<kind>.columns.ts` and `<kind>.events.ts`; then add its ResourceRef to `resource-refs.ts`, and the
 * kind to this list. Shared rules are in `generic/`.
 */
// biome-ignore lint/suspicious/noExplicitAny: a list of kinds of different objects; each definition is exact in its own file.
export const allKinds: readonly KindDefinition<any>[] = [
  configMapKind,
  endpointsKind,
  eventKind,
  limitRangeKind,
  namespaceKind,
  nodeKind,
  persistentVolumeClaimKind,
  persistentVolumeKind,
  podKind,
  podTemplateKind,
  replicationControllerKind,
  resourceQuotaKind,
  secretKind,
  serviceAccountKind,
  serviceKind,
  apiServiceKind,
  controllerRevisionKind,
  daemonSetKind,
  deploymentKind,
  replicaSetKind,
  certificateSigningRequestKind,
  ingressClassKind,
  ingressKind,
  ipAddressKind,
  networkPolicyKind,
  serviceCidrKind,
  csiDriverKind,
  csiNodeKind,
  csiStorageCapacityKind,
  storageClassKind,
  volumeAttachmentKind,
  volumeAttributesClassKind,
  statefulSetKind,
  horizontalPodAutoscalerKind,
  cronJobKind,
  jobKind,
  leaseKind,
  endpointSliceKind,
  flowSchemaKind,
  priorityLevelConfigurationKind,
  clusterRoleKind,
  clusterRoleBindingKind,
  roleKind,
  roleBindingKind,
  podDisruptionBudgetKind,
  priorityClassKind,
  runtimeClassKind,
  mutatingWebhookConfigurationKind,
  validatingAdmissionPolicyKind,
  validatingAdmissionPolicyBindingKind,
  validatingWebhookConfigurationKind,
  customResourceDefinitionKind,
  deviceClassKind,
  resourceClaimKind,
  resourceClaimTemplateKind,
  resourceSliceKind,
  clockKind,
  connectionKind,
  drillKind,
  faultKind,
  imageKind,
];

const kindsByName = new Map(allKinds.map((kind) => [`${kind.group}/${kind.resource}`, kind]));

/** The kind served as `resource` in `group` ('' is the core group), or undefined. */
// biome-ignore lint/suspicious/noExplicitAny: see allKinds.
export function kindOf(group: string, resource: string): KindDefinition<any> | undefined {
  return kindsByName.get(`${group}/${resource}`);
}
