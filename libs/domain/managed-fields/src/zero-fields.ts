import { alwaysWritten, type Schema } from '@klockwork/api-machinery';

/** Struct with all fields unset. */
const EMPTY_STRUCT: Readonly<Record<string, never>> = Object.freeze({});

const OBJECT_FIELDS = ['metadata', 'spec', 'status'];

/** Always-present pointers: null when unset, regardless of type. */
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

/** Required fields that upstream's types omit when unset. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  CapacityRequestPolicyRange: ['min'],
  ContainerRestartRule: ['action'],
  ContainerRestartRuleOnExitCodes: ['operator'],
  IPAddressSpec: ['parentRef'],
  ParentReference: ['name', 'resource'],
  PodCertificateProjection: ['keyType', 'signerName'],
};

/** Returns always-present fields of a struct with zero values, recursively for nested structs. */
export function zeroFields(schema: Schema): ReadonlyMap<string, unknown> {
  const { name, properties, required = [] } = schema;
  if (properties === undefined) return new Map();
  // Custom kinds have no Go type.
  const isObject = name !== '' && properties.has('apiVersion') && properties.has('kind');
  const names = new Set([...(isObject ? OBJECT_FIELDS : []), ...alwaysWritten(name), ...required]);
  const zeros = new Map<string, unknown>();
  for (const field of names) {
    const type = properties.get(field);
    if (type === undefined || isMap(type) || LEFT_OUT[name]?.includes(field)) continue;
    zeros.set(field, POINTERS[name]?.includes(field) ? null : zeroOf(type));
  }
  return zeros;
}

/** Unset maps are omitted, required or not. */
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

/** Keys optional in OpenAPI, but '' when unset. */
const OPTIONAL_KEYS = new Set(['HostAlias.ip', 'LocalObjectReference.name', 'PodIP.ip']);

/**
 * Returns the default of an item's key: declared default, or the type's zero value if upstream's type cannot omit it. Undefined for other
 * keys: items without them are rejected.
 */
export function keyDefault(item: Schema, key: string): unknown {
  const field = item.properties?.get(key);
  if (field === undefined || field.default !== undefined) return field?.default;
  if (!item.required?.includes(key) && !OPTIONAL_KEYS.has(`${item.name}.${key}`)) return undefined;
  return field.type === 'string' ? '' : 0;
}
