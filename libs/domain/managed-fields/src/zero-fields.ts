import { alwaysWritten, type Schema } from '@klockwork/api-machinery';

/** What an object is whose fields are all unset. */
const EMPTY_STRUCT: Readonly<Record<string, never>> = Object.freeze({});

const OBJECT_FIELDS = ['metadata', 'spec', 'status'];

/** Of the fields that are always there, the pointers: null when unset, whatever their type. */
const POINTERS: Readonly<Record<string, readonly string[]>> = {
  AzureFilePersistentVolumeSource: ['secretNamespace'],
  CapacityRequestPolicy: ['default'],
  DaemonSetSpec: ['selector'],
  DeploymentSpec: ['selector'],
  GRPCAction: ['service'],
  HTTPIngressPath: ['pathType'],
  IngressClassParametersReference: ['scope'],
  LimitedPriorityLevelConfiguration: ['nominalConcurrencyShares'],
  MutatingWebhook: ['sideEffects'],
  ReplicaSetSpec: ['selector'],
  ScaleIOPersistentVolumeSource: ['secretRef'],
  ScaleIOVolumeSource: ['secretRef'],
  StatefulSetSpec: ['selector'],
  TypedLocalObjectReference: ['apiGroup'],
  TypedObjectReference: ['apiGroup'],
  ValidatingWebhook: ['sideEffects'],
};

/** Required fields that upstream's types leave out all the same when nobody set them. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  CapacityRequestPolicyRange: ['min'],
  ContainerRestartRule: ['action'],
  ContainerRestartRuleOnExitCodes: ['operator'],
  IPAddressSpec: ['parentRef'],
  ParentReference: ['name', 'resource'],
  PodCertificateProjection: ['keyType', 'signerName'],
};

/** The fields of a struct that are there though nobody set them, with what they are then: a struct's own fields count in turn. */
export function zeroFields(schema: Schema): ReadonlyMap<string, unknown> {
  const { name, properties, required = [] } = schema;
  if (properties === undefined) return new Map();
  const isObject = properties.has('apiVersion') && properties.has('kind');
  const names = new Set([...(isObject ? OBJECT_FIELDS : []), ...alwaysWritten(name), ...required]);
  const zeros = new Map<string, unknown>();
  for (const field of names) {
    const type = properties.get(field);
    if (type === undefined || isMap(type) || LEFT_OUT[name]?.includes(field)) continue;
    zeros.set(field, POINTERS[name]?.includes(field) ? null : zeroOf(type));
  }
  return zeros;
}

/** Maps are left out when nobody set them, required or not. */
function isMap({ type, properties }: Schema): boolean {
  return type === 'object' && properties === undefined;
}

function zeroOf({ type, format }: Schema): unknown {
  if (format === 'quantity') return '0';
  if (format === 'int-or-string' || type === 'integer' || type === 'number') return 0;
  if (type === 'string') return format === undefined ? '' : null;
  if (type === 'boolean') return false;
  return type === 'object' ? EMPTY_STRUCT : null;
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
