import type { Schema } from '@klockwork/api-machinery';

/** What an object is whose fields are all unset. */
const EMPTY_STRUCT: Readonly<Record<string, never>> = Object.freeze({});

/** What a list is that has to be there. Upstream's is null; nobody shall own the difference. */
const EMPTY_LIST: readonly never[] = Object.freeze([]);

/**
 * Structs that upstream's types hold by value and not by pointer: in its objects they are always there. OpenAPI does not tell.
 * `metadata`, `spec` and `status` of objects are so too, and `metadata` and `spec` of templates.
 */
const BY_VALUE: Readonly<Record<string, readonly string[]>> = {
  Container: ['resources'],
  ContainerStatus: ['state', 'lastState'],
  CronJobSpec: ['jobTemplate'],
  DaemonSetSpec: ['template', 'updateStrategy'],
  DeploymentSpec: ['strategy', 'template'],
  EphemeralContainer: ['resources'],
  Event: ['deprecatedSource', 'involvedObject', 'regarding', 'source'],
  FlowSchemaSpec: ['priorityLevelConfiguration'],
  HorizontalPodAutoscalerSpec: ['scaleTargetRef'],
  IngressServiceBackend: ['port'],
  IngressStatus: ['loadBalancer'],
  JobSpec: ['template'],
  JobTemplateSpec: ['metadata', 'spec'],
  LimitedPriorityLevelConfiguration: ['limitResponse'],
  NetworkPolicySpec: ['podSelector'],
  NodeDaemonEndpoints: ['kubeletEndpoint'],
  NodeStatus: ['daemonEndpoints', 'nodeInfo'],
  PersistentVolumeClaimSpec: ['resources'],
  PersistentVolumeClaimTemplate: ['metadata', 'spec'],
  PodTemplate: ['template'],
  PodTemplateSpec: ['metadata', 'spec'],
  ResourceClaimSpec: ['devices'],
  ResourceClaimTemplateSpec: ['metadata', 'spec'],
  ResourceSliceSpec: ['pool'],
  RoleBinding: ['roleRef'],
  ClusterRoleBinding: ['roleRef'],
  ServiceStatus: ['loadBalancer'],
  StatefulSetSpec: ['template', 'updateStrategy'],
  ValidatingWebhook: ['clientConfig'],
  MutatingWebhook: ['clientConfig'],
  VolumeAttachmentSpec: ['source'],
};

const OBJECT_FIELDS = ['metadata', 'spec', 'status'];

/** The fields of a struct that are there though nobody set them, with what they are then: empty. */
export function zeroFields(schema: Schema): ReadonlyMap<string, unknown> {
  const { properties } = schema;
  if (properties === undefined) return new Map();
  const isObject = properties.has('apiVersion') && properties.has('kind');
  const structs = [...(BY_VALUE[schema.name] ?? []), ...(isObject ? OBJECT_FIELDS : [])];
  const lists = (schema.required ?? []).filter((name) => properties.get(name)?.type === 'array');
  return new Map<string, unknown>([
    ...structs.filter((name) => properties.get(name)?.type === 'object').map((name) => [name, EMPTY_STRUCT] as const),
    ...lists.map((name) => [name, EMPTY_LIST] as const),
  ]);
}

/** Keys that OpenAPI does not require, and that are '' all the same when nobody set them. */
const OPTIONAL_KEYS = new Set(['HostAlias.ip', 'LocalObjectReference.name', 'PodIP.ip']);

/**
 * What a key of an item is when nobody set it: its default, or nothing in the way of its type where upstream's type cannot leave it
 * out. Undefined for other keys: without them an item is refused.
 */
export function keyDefault(item: Schema, key: string): unknown {
  const field = item.properties?.get(key);
  if (field === undefined || field.default !== undefined) return field?.default;
  if (!item.required?.includes(key) && !OPTIONAL_KEYS.has(`${item.name}.${key}`)) return undefined;
  return field.type === 'string' ? '' : 0;
}
