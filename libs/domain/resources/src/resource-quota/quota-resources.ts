import { isHugePage } from '../pod-template/validation/resource-names.ts';

const COMPUTE = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
const POD_COUNT = ['pods'];
const CLAIM_COUNT = ['persistentvolumeclaims'];
const CLAIM_STORAGE = ['requests.storage'];
const COUNTED = [
  ...POD_COUNT,
  ...CLAIM_COUNT,
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
];
const EPHEMERAL = ['ephemeral-storage', 'requests.ephemeral-storage', 'limits.ephemeral-storage'];
const STANDARD = new Set([...COMPUTE, ...COUNTED, ...EPHEMERAL, ...CLAIM_STORAGE]);

/** Resources that a quota with each scope may limit. Models `IsResourceQuotaScopeValidForResource`. */
const RESOURCES_OF_SCOPE: Readonly<Record<string, readonly string[]>> = {
  Terminating: [...POD_COUNT, ...COMPUTE],
  NotTerminating: [...POD_COUNT, ...COMPUTE],
  NotBestEffort: [...POD_COUNT, ...COMPUTE],
  BestEffort: POD_COUNT,
  PriorityClass: [...POD_COUNT, ...COMPUTE],
  CrossNamespacePodAffinity: [...POD_COUNT, ...COMPUTE],
  VolumeAttributesClass: [...CLAIM_COUNT, ...CLAIM_STORAGE],
};

/** Returns whether a resource without slash is known to quotas. Models `IsStandardQuotaResourceName`. */
export function isQuotaResource(name: string): boolean {
  return STANDARD.has(name) || isHugePage(name) || name.startsWith('requests.hugepages-');
}

/** Returns whether a resource without slash has whole numbers only. Models `IsIntegerResourceName`. */
export function isCounted(name: string): boolean {
  return COUNTED.includes(name);
}

/** Returns whether the scope is known. */
export function isQuotaScope(scope: string): boolean {
  return Object.hasOwn(RESOURCES_OF_SCOPE, scope);
}

/** Returns whether a quota with the scope may limit the resource; true for unknown resources and unknown scopes. */
export function scopeAllows(scope: string, name: string): boolean {
  return !isQuotaResource(name) || !isQuotaScope(scope) || (RESOURCES_OF_SCOPE[scope] as readonly string[]).includes(name);
}
