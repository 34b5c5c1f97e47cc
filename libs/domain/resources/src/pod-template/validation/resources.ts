import { compareQuantity, type FieldError, fieldErrors, parseQuantity } from '@klockwork/api-machinery';
import type { ResourceRequirements } from '@klockwork/kubernetes-types';
import { NOT_NEGATIVE } from './field-checks.ts';
import { isExtendedResource, isHugePage, mayOvercommit, validateContainerResourceName } from './resource-names.ts';

type ResourceList = Readonly<Record<string, string>>;

const UNIT_NANOS = 10n ** 9n;

/** Validates a resource name at a path. */
type NameCheck = (name: string, path: string) => FieldError[];

/** Models `validateResourceRequirements`. `claimNames`: the pod's resource claims; by default names of container resources are valid. */
export function validateResources(
  resources: ResourceRequirements | undefined,
  claimNames: ReadonlySet<string>,
  path: string,
  checkName: NameCheck = validateContainerResourceName,
): FieldError[] {
  const limits = resources?.limits ?? {};
  const requests = resources?.requests ?? {};
  return [
    ...Object.entries(limits).flatMap(([name, limit]) => validateEntry(name, limit, `${path}.limits[${name}]`, checkName)),
    ...Object.keys(requests).flatMap((name) => validateRequest(name, { requests, limits }, path, checkName)),
    ...validateHugePagesAccompanied({ ...limits, ...requests }, path),
    ...validateClaims(resources?.claims ?? [], claimNames, `${path}.claims`),
  ];
}

/** Validates a pod's overhead as a list of limits. Models `validateOverhead`. */
export function validateOverhead(overhead: ResourceList | undefined, path: string): FieldError[] {
  return overhead ? validateResources({ limits: { ...overhead } }, new Set(), path) : [];
}

/** Models `ValidateResourceQuantityValue`. */
function validateQuantity(name: string, quantity: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (compareQuantity(quantity, '0') < 0) errors.push(fieldErrors.invalid(path, quantity, NOT_NEGATIVE));
  if (isExtendedResource(name) && parseQuantity(quantity).nanos % UNIT_NANOS !== 0n) {
    errors.push(fieldErrors.invalid(path, quantity, 'must be an integer'));
  }
  return errors;
}

function validateEntry(name: string, quantity: string, path: string, checkName: NameCheck): FieldError[] {
  return [...checkName(name, path), ...validateQuantity(name, quantity, path), ...validateHugePages(name, quantity, path)];
}

function validateRequest(
  name: string,
  { requests, limits }: { requests: ResourceList; limits: ResourceList },
  path: string,
  checkName: NameCheck,
): FieldError[] {
  const quantity = requests[name] as string;
  const entryPath = `${path}.requests[${name}]`;
  return [
    ...checkName(name, entryPath),
    ...validateQuantity(name, quantity, entryPath),
    ...validateWithinLimit(name, quantity, limits[name], path),
    ...validateHugePages(name, quantity, entryPath),
  ];
}

function validateWithinLimit(name: string, request: string, limit: string | undefined, path: string): FieldError[] {
  if (limit === undefined) {
    return mayOvercommit(name) ? [] : [fieldErrors.required(`${path}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  const order = compareQuantity(request, limit);
  if (order !== 0 && !mayOvercommit(name)) {
    return [fieldErrors.invalid(`${path}.requests`, request, `must be equal to ${name} limit of ${limit}`)];
  }
  return order > 0 ? [fieldErrors.invalid(`${path}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)] : [];
}

function validateHugePages(name: string, quantity: string, path: string): FieldError[] {
  if (!isHugePage(name)) return [];
  const pageSize = parseQuantity(name.slice('hugepages-'.length)).nanos;
  const amount = parseQuantity(quantity).nanos;
  if (pageSize > 0n && amount >= 0n && amount % pageSize === 0n) return [];
  return [fieldErrors.invalid(path, quantity, `${quantity} is not positive integer multiple of ${name}`)];
}

function validateHugePagesAccompanied(all: ResourceList, path: string): FieldError[] {
  const names = Object.keys(all);
  const alone = names.some(isHugePage) && !names.includes('cpu') && !names.includes('memory');
  return alone ? [fieldErrors.forbidden(path, 'HugePages require cpu or memory')] : [];
}

function validateClaims(claims: readonly { name: string }[], knownNames: ReadonlySet<string>, path: string): FieldError[] {
  const seenClaims = new Set<string>();
  return claims.flatMap(({ name }, index) => {
    const at = `${path}[${index}]`;
    if (!name) return [fieldErrors.required(at)];
    const errors = seenClaims.has(name) ? [fieldErrors.duplicate(at, name)] : [];
    seenClaims.add(name);
    return knownNames.has(name) ? errors : [...errors, unknownClaim(at, name, knownNames)];
  });
}

function unknownClaim(path: string, name: string, knownNames: ReadonlySet<string>): FieldError {
  const names = knownNames.size === 0 ? ' which is empty' : `: ${[...knownNames].sort().join(', ')}`;
  const error = fieldErrors.notFound(path, name);
  return { ...error, message: `${error.message}: must be one of the names in pod.spec.resourceClaims${names}` };
}
