export type { MatchResources, Webhook, WebhookConfiguration } from './admission-registration/webhook.ts';
export type { ApiService, ApiServiceCondition, ApiServiceSpec } from './api-service/api-service.ts';
export { availability, setAvailability } from './api-service/api-service.ts';
export type { CertificateSigner, SignedRequest, SigningPolicy } from './certificate-signing-request/certificate-signer.ts';
export type { CertificateSigningRequest } from './certificate-signing-request/certificate-signing-request.ts';
export {
  KUBE_APISERVER_CLIENT_KUBELET_SIGNER,
  KUBE_APISERVER_CLIENT_SIGNER,
} from './certificate-signing-request/certificate-signing-request.ts';
export { signingStep } from './certificate-signing-request/signing-step.ts';
export type { CertificateRequest } from './certificate-signing-request/x509/certificate-request.ts';
export { readCertificateRequest } from './certificate-signing-request/x509/certificate-request.ts';
export { kubeletClientProblem } from './certificate-signing-request/x509/requested-use.ts';
export type { ClockEvent } from './clock/clock.events.ts';
export { currentClock } from './clock/clock.stored.ts';
export type { ClockTarget } from './clock/clock.target.ts';
export { clockTarget } from './clock/clock.target.ts';
export type { AdvancePhase, ClockAdvance, ClockSpec, ClockStatus, ClockUntil, FiredTimer, LabClock } from './clock/clock.ts';
export { advanceEnded, firedList, LAB_CLOCK } from './clock/clock.ts';
export type { ClusterRole } from './cluster-role/cluster-role.ts';
export type { ConfigMap } from './config-map/config-map.ts';
export type { Connection, ConnectionSpec, HostAddress } from './connection/connection.ts';
export { connectedTo } from './connection/connection.ts';
export type { ControllerRevisionEvent } from './controller-revision/controller-revision.kind.ts';
export type { ControllerRevision } from './controller-revision/controller-revision.ts';
export type { CronJobEvent } from './cron-job/cron-job.events.ts';
export type { CronJob, CronJobSpec, CronJobStatus, JobTemplateSpec } from './cron-job/cron-job.ts';
export { nextTime } from './cron-job/schedule/next-time.ts';
export { parseSchedule } from './cron-job/schedule/parse-schedule.ts';
export type { Schedule } from './cron-job/schedule/schedule.ts';
export type { TimeZone } from './cron-job/schedule/time-zone.ts';
export { timeZoneOf, UTC } from './cron-job/schedule/time-zone.ts';
export { customKind } from './custom-resource/custom-kind.ts';
export { acceptNames, ESTABLISHED, type Naming } from './custom-resource-definition/accepted-names.ts';
export { approvalCondition } from './custom-resource-definition/api-approval.ts';
export type { CustomResourceDefinition, DefinitionCondition } from './custom-resource-definition/custom-resource-definition.ts';
export {
  CLEANUP_FINALIZER,
  definitionCondition,
  isEstablished,
  setDefinitionCondition,
} from './custom-resource-definition/custom-resource-definition.ts';
export { nonStructuralCondition } from './custom-resource-definition/non-structural.ts';
export type { DaemonSetEvent } from './daemon-set/daemon-set.events.ts';
export type { DaemonSet, DaemonSetSpec, DaemonSetStatus } from './daemon-set/daemon-set.ts';
export { TEMPLATE_GENERATION } from './daemon-set/daemon-set.ts';
export type { DeploymentEvent } from './deployment/deployment.events.ts';
export { deploymentKind } from './deployment/deployment.kind.ts';
export type { Deployment, DeploymentSpec, DeploymentStatus, DeploymentStrategy } from './deployment/deployment.ts';
export type { DrillEvent } from './drill/drill.kind.ts';
export { drillKind } from './drill/drill.kind.ts';
export type {
  DrillMeasureStatus,
  DrillObject,
  DrillObjectCondition,
  DrillObjectiveStatus,
  DrillPhase,
  DrillStatus,
} from './drill/drill.ts';
export type { Backend } from './endpoint-slice/backend.ts';
export { backendAddress, backendsOf } from './endpoint-slice/backend.ts';
export type { Endpoint, EndpointHints, EndpointPort, EndpointSlice } from './endpoint-slice/endpoint-slice.ts';
export { SERVICE_NAME_LABEL } from './endpoint-slice/endpoint-slice.ts';
export { backendAt, sessionAffinityMs } from './endpoint-slice/sticky-backend.ts';
export { usableBackends } from './endpoint-slice/usable-backends.ts';
export type { EndpointAddress, EndpointSubset, Endpoints } from './endpoints/endpoints.ts';
export type { EventEvent } from './event/event.kind.ts';
export type { Event } from './event/event.ts';
export type { FaultEvent } from './fault/fault.kind.ts';
export type {
  BusDelayFault,
  BusFault,
  ContainerCrashFault,
  Fault,
  FaultApiError,
  FaultCondition,
  FaultNodes,
  FaultPhase,
  FaultReport,
  FaultRequests,
  FaultSpec,
  FaultStatus,
  FaultType,
} from './fault/fault.ts';
export { FAULT_FINALIZER, faultMember, isFaultActive, matchesAny } from './fault/fault.ts';
export { validateFault } from './fault/fault.validation.ts';
export { CONTROL_PLANE, faultNodes, missingTarget } from './fault/fault-targets.ts';
export { bootstrapFlowSchemas } from './flow-schema/bootstrap-flow-schemas.ts';
export type { FlowSchema } from './flow-schema/flow-schema.ts';
export type { AttachedListener, Attachment, AttachmentRefusal, NamespaceLabels } from './gateway/attachment.ts';
export { attach, coversHost, isHttpListener, isTlsListener, namesGateway } from './gateway/attachment.ts';
export type { Gateway, GatewayAddress, GatewayClass, GatewayListener, GatewayReference, ListenerStatus } from './gateway/gateway.ts';
export { GATEWAY_CONTROLLER, gatewayResources } from './gateway/gateway.ts';
export type {
  HeaderChanges,
  HttpBackendReference,
  HttpHeaderValue,
  HttpRoute,
  HttpRouteFilter,
  HttpRouteMatch,
  HttpRouteRule,
  NamedValueMatch,
  ParentReference,
  PathModifier,
  RouteParentStatus,
} from './gateway/http-route.ts';
export { isSupportedFilter } from './gateway/http-route.ts';
export { raisedGeneration } from './generic/generation.ts';
export type { LifeCycleEvent } from './generic/life-cycle-events.ts';
export { metadataOf } from './generic/metadata.ts';
export { classNameOf } from './generic/storage-class-name.ts';
export type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerStatus,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  ScalingRules,
} from './horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
export type { LabImage } from './image/image.ts';
export type { Ingress } from './ingress/ingress.ts';
export { INGRESS_ADDRESS, INGRESS_CLASS_ANNOTATION } from './ingress/ingress.ts';
export type { IngressClass } from './ingress-class/ingress-class.ts';
export { defaultIngressClassOf } from './ingress-class/ingress-class.ts';
export type { IPAddress } from './ip-address/ip-address.ts';
export { IndexSet } from './job/index-set.ts';
export type { JobEvent } from './job/job.events.ts';
export type { Job, JobCondition, JobSpec, JobStatus, PodFailurePolicyRule } from './job/job.ts';
export { jobCondition, jobFinished, jobNames } from './job/job.ts';
export type {
  AllocationView,
  Cell,
  Change,
  CompanionWrite,
  DomainEvent,
  KindDefinition,
  KindFacets,
  PrinterColumn,
  ProjectedSubresource,
  ResourceRef,
  ServedForm,
  Strategy,
  SubresourceStrategy,
  VersionConversion,
  WriteContext,
} from './kind.ts';
export { allKinds, kindOf } from './kinds.ts';
export type { Lease, LeaseEvent } from './lease/lease.kind.ts';
export type { LimitRange, LimitRangeItem } from './limit-range/limit-range.ts';
export type { NamespaceEvent } from './namespace/namespace.events.ts';
export type { Namespace } from './namespace/namespace.ts';
export { NAMESPACE_FINALIZER } from './namespace/namespace.ts';
export type { IpBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicyRule } from './network-policy/network-policy.ts';
export type { PolicyRefusal } from './network-policy/permits.ts';
export { permits, policyRefusals } from './network-policy/permits.ts';
export type { NodePolicies, PolicyEnd, PolicyFlow, PolicyPod, PolicyView } from './network-policy/policy-flow.ts';
export { policyPod } from './network-policy/policy-pod.ts';
export type { NodeEvent } from './node/node.events.ts';
export { taintNewNode } from './node/node.strategy.ts';
export type { Node, Taint } from './node/node.ts';
export { nodeCondition, nodeReady, nodeTaints, OBJECT_TTL } from './node/node.ts';
export { groupNodeNames, isGroupNode, NODE_GROUP, type NodeGroupSize, parseNodeGroup } from './node/node-group.ts';
export { type NodePlace, placeOf, podRangesFor } from './node/node-place.ts';
export type { KubeObject, ObjectKey } from './object.ts';
export { keyText } from './object.ts';
export type { PersistentVolume } from './persistent-volume/persistent-volume.ts';
export type { PersistentVolumeClaim } from './persistent-volume-claim/persistent-volume-claim.ts';
export type { PodSummary } from './pod/pod.columns.ts';
export type { PodEvent } from './pod/pod.events.ts';
export type { Pod, PodCondition, PodStatus } from './pod/pod.ts';
export { podActive, podAvailable, podCondition, podPhaseTerminal, podReady, setPodCondition } from './pod/pod-conditions.ts';
export type { QosClass } from './pod/pod-qos.ts';
export { qosClass } from './pod/pod-qos.ts';
export { podLimits, podRequests } from './pod/pod-resources.ts';
export type { PodDisruptionBudgetEvent } from './pod-disruption-budget/pod-disruption-budget.events.ts';
export type { PodDisruptionBudget, PodDisruptionBudgetStatus } from './pod-disruption-budget/pod-disruption-budget.ts';
export { budgetCovers, disruptionConditions, syncFailedConditions } from './pod-disruption-budget/pod-disruption-budget.ts';
export { containerLimits, containerRequests, type ResourceAmounts } from './pod-template/pod-requests.ts';
export type { Container, ContainerRestartRule, PodSpec, PodTemplateSpec, Volume } from './pod-template/pod-spec.ts';
export { MIRROR_POD } from './pod-template/validation/pod-annotations.ts';
export type { PriorityClass } from './priority-class/priority-class.ts';
export { defaultPriorityClassOf, systemPriorityClasses } from './priority-class/priority-class.ts';
export { bootstrapPriorityLevels } from './priority-level-configuration/bootstrap-priority-levels.ts';
export type { PolicyRule, Subject } from './rbac/rbac.ts';
export type { ReplicaSetEvent } from './replica-set/replica-set.events.ts';
export type { ReplicaSet, ReplicaSetSpec, ReplicaSetStatus } from './replica-set/replica-set.ts';
export type { ReplicationController } from './replication-controller/replication-controller.ts';
export type { ResourceClaim } from './resource-claim/resource-claim.ts';
export type { ResourceClaimTemplate } from './resource-claim-template/resource-claim-template.ts';
export type { ResourceQuota } from './resource-quota/resource-quota.ts';
export type { QuotaAmounts } from './resource-quota/usage/amounts.ts';
export { addAmounts, amountsAbove, amountsOf } from './resource-quota/usage/amounts.ts';
export { changesUsage } from './resource-quota/usage/changes-usage.ts';
export { attributesClasses } from './resource-quota/usage/claim-usage.ts';
export { overdueAt, podConstraintProblem } from './resource-quota/usage/pod-usage.ts';
export { isOnlyCounted, quotaCounts, resourcesOfKind, usageOf, usageOfAll } from './resource-quota/usage/quota-usage.ts';
export { resources } from './resource-refs.ts';
export type { RuntimeClass } from './runtime-class/runtime-class.ts';
export type { Scale } from './scale/scale.ts';
export type { Secret } from './secret/secret.ts';
export { CLUSTER_DNS_IP, CLUSTER_IP_RANGE, KUBERNETES_SERVICE_IP } from './service/cluster-ip.ts';
export { balancerAddress } from './service/load-balancer-address.ts';
export type { Service, ServicePort, ServiceSpec } from './service/service.ts';
export type { AccountClaims, ClaimedObject } from './service-account/account-token.ts';
export { decodeAccountToken, encodeAccountToken, TOKEN_ISSUER } from './service-account/account-token.ts';
export type { ServiceAccount } from './service-account/service-account.kind.ts';
export type { PublicTokenKey, TokenSigner } from './service-account/token-signer.ts';
export { seededTokenSigner } from './service-account/token-signer.ts';
export type { TokenCheck, TokenVerdict } from './service-account/verify-account-token.ts';
export { TOKEN_LEEWAY_SECONDS, verifyAccountToken } from './service-account/verify-account-token.ts';
export type { StatefulSetEvent } from './stateful-set/stateful-set.events.ts';
export type { StatefulSet, StatefulSetSpec, StatefulSetStatus } from './stateful-set/stateful-set.ts';
export type { StorageClass } from './storage-class/storage-class.ts';
export { defaultClassOf } from './storage-class/storage-class.ts';
export { type AddonObject, clusterAddons } from './system-pods/cluster-addons.ts';
export { controlPlanePods } from './system-pods/control-plane-pods.ts';
export type { ValidatingAdmissionPolicy } from './validating-admission-policy/validating-admission-policy.ts';
export type { ValidatingAdmissionPolicyBinding } from './validating-admission-policy-binding/validating-admission-policy-binding.ts';
