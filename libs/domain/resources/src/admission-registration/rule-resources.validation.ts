import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** Validates `pods`, `pods/log`, `pods/*` and scale of all resources without overlaps. Models `validateResources`. */
export function validateRuleResources(resources: readonly string[], path: string): FieldError[] {
  if (resources.length === 0) return [fieldErrors.required(path)];
  const errors = resources.flatMap((resource, index) => resourceErrors(resource, resources.slice(0, index), `${path}[${index}]`));
  if (resources.length > 1 && resources.includes('*/*'))
    errors.push(fieldErrors.invalid(path, resources, "if '*/*' is present, must not specify other resources"));
  if (resources.includes('*') && isWhole(resources.findLast((resource) => resource !== '' && !resource.includes('/')) ?? '*'))
    errors.push(fieldErrors.invalid(path, resources, "if '*' is present, must not specify other resources without subresources"));
  return errors;
}

/** Upstream remembers the last resource without a subresource only. */
function isWhole(resource: string): boolean {
  return resource !== '*';
}

function resourceErrors(text: string, before: readonly string[], path: string): FieldError[] {
  if (text === '') return [fieldErrors.required(path)];
  const at = text.indexOf('/');
  if (at < 0) return [];
  const [resource, subresource] = [text.slice(0, at), text.slice(at + 1)];
  return [`${resource}/*`, `*/${subresource}`]
    .filter((wider) => before.includes(wider))
    .map((wider) => fieldErrors.invalid(path, text, `if '${wider}' is present, must not specify ${text}`));
}
