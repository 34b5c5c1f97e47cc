import { type FieldError, fieldErrors, qualifiedName } from '@klockwork/api-machinery';
import { checkFormat } from './field-checks.ts';

const CONTAINER_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const STANDARD_RESOURCES = new Set([
  ...CONTAINER_RESOURCES,
  ...CONTAINER_RESOURCES.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
]);

/** Validates a container resource name. Mistyped names get both errors. Models `validateContainerResourceName`. */
export function validateContainerResourceName(name: string, path: string): FieldError[] {
  const errors = validateResourceName(name, path);
  if (!name.includes('/')) {
    const isContainerResource = CONTAINER_RESOURCES.includes(name) || isHugePage(name);
    return isContainerResource ? errors : [...errors, fieldErrors.invalid(path, name, 'must be a standard resource for containers')];
  }
  if (isNativeResource(name) || isExtendedResource(name)) return errors;
  return [...errors, fieldErrors.invalid(path, name, "doesn't follow extended resource name standard")];
}

/** The name of any resource. Models `validateResourceName`. */
export function validateResourceName(name: string, path: string): FieldError[] {
  const errors = checkFormat(path, name, qualifiedName);
  if (errors.length > 0 || name.includes('/') || STANDARD_RESOURCES.has(name) || /^(requests\.)?hugepages-/.test(name)) return errors;
  return [fieldErrors.invalid(path, name, 'must be a standard resource type or fully qualified')];
}

/** Returns whether the resource is of the form `hugepages-2Mi`. */
export function isHugePage(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Returns whether the resource is unknown to Kubernetes itself, such as a device. Models `IsExtendedResourceName`. */
export function isExtendedResource(name: string): boolean {
  return !isNativeResource(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0;
}

/** True when the request may be below the limit: all but huge pages and devices. Models `IsOvercommitAllowed`. */
export function mayOvercommit(name: string): boolean {
  return isNativeResource(name) && !isHugePage(name);
}

function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}
