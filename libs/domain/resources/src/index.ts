export { configMapKind } from './config-map/config-map.kind.ts';
export type { ConfigMap } from './config-map/config-map.ts';
export type { DeploymentEvent } from './deployment/deployment.events.ts';
export { deploymentKind } from './deployment/deployment.kind.ts';
export type { Deployment, DeploymentSpec, DeploymentStatus, DeploymentStrategy } from './deployment/deployment.ts';
export type { EventEvent } from './event/event.kind.ts';
export { eventKind } from './event/event.kind.ts';
export type { Event } from './event/event.ts';
export type { LifeCycleEvent } from './generic/life-cycle-events.ts';
export { metadataOf } from './generic/metadata.ts';
export type {
  AllocationView,
  Cell,
  Change,
  DomainEvent,
  KindDefinition,
  PrinterColumn,
  ProjectedSubresource,
  ResourceRef,
  Strategy,
  SubresourceStrategy,
  WriteContext,
} from './kind.ts';
export { allKinds, kindOf } from './kinds.ts';
export type { Lease, LeaseEvent } from './lease/lease.kind.ts';
export { leaseKind } from './lease/lease.kind.ts';
export { limitRangeKind } from './limit-range/limit-range.kind.ts';
export type { LimitRange, LimitRangeItem } from './limit-range/limit-range.ts';
export type { NamespaceEvent } from './namespace/namespace.events.ts';
export { namespaceKind } from './namespace/namespace.kind.ts';
export type { Namespace } from './namespace/namespace.ts';
export { NAMESPACE_FINALIZER } from './namespace/namespace.ts';
export type { NodeEvent } from './node/node.events.ts';
export { nodeKind } from './node/node.kind.ts';
export { taintNewNode } from './node/node.strategy.ts';
export type { Node, Taint } from './node/node.ts';
export { nodeCondition, nodeReady, nodeTaints, taintText } from './node/node.ts';
export type { KubeObject, ObjectKey } from './object.ts';
export { keyText } from './object.ts';
export type { PodSummary } from './pod/pod.columns.ts';
export { summarizePod } from './pod/pod.columns.ts';
export { podDefaults } from './pod/pod.defaults.ts';
export type { PodEvent } from './pod/pod.events.ts';
export { podKind } from './pod/pod.kind.ts';
export { podGraceSeconds } from './pod/pod.strategy.ts';
export type { Pod, PodCondition, PodStatus } from './pod/pod.ts';
export { NODE_LOST, podActive, podAvailable, podCondition, podPhaseTerminal, podReady, setPodCondition } from './pod/pod-conditions.ts';
export type { QosClass } from './pod/pod-qos.ts';
export { computeQosClass, qosClass } from './pod/pod-qos.ts';
export { podLimits, podRequests } from './pod/pod-resources.ts';
export type { ResourceAmounts } from './pod-template/pod-requests.ts';
export { podTemplateDefaults } from './pod-template/pod-spec.defaults.ts';
export type { Container, ContainerRestartRule, PodSpec, PodTemplateSpec, Volume } from './pod-template/pod-spec.ts';
export { isSidecar } from './pod-template/pod-spec.ts';
export { podSpecWarnings } from './pod-template/pod-spec-warnings.ts';
export { validatePodTemplate } from './pod-template/pod-template.validation.ts';
export { MIRROR_POD, POD_DELETION_COST } from './pod-template/validation/pod-annotations.ts';
export type { ReplicaSetEvent } from './replica-set/replica-set.events.ts';
export { replicaSetKind } from './replica-set/replica-set.kind.ts';
export type { ReplicaSet, ReplicaSetSpec, ReplicaSetStatus } from './replica-set/replica-set.ts';
export { resources } from './resource-refs.ts';
export type { Scale } from './scale/scale.ts';
export { scaleOf } from './scale/scale.ts';
export { secretKind } from './secret/secret.kind.ts';
export type { Secret } from './secret/secret.ts';
export { allocateClusterIP, CLUSTER_IP_RANGE, KUBERNETES_SERVICE_IP } from './service/cluster-ip.ts';
export { allocateNodePort, NODE_PORT_RANGE } from './service/node-port.ts';
export { serviceKind } from './service/service.kind.ts';
export type { Service, ServicePort, ServiceSpec } from './service/service.ts';
export type { ServiceAccount } from './service-account/service-account.kind.ts';
export { serviceAccountKind } from './service-account/service-account.kind.ts';
