import { statusErrors } from '@klockwork/api-machinery';

/**
 * Returns the field selector of a single-object watch: an explicit one must select the path's name. Throws BadRequest. Models
 * `ListResource` of `k8s.io/apiserver/pkg/endpoints/handlers`.
 */
export function nameSelector(fieldSelector: string, name: string): string {
  if (name === '') return fieldSelector;
  if (fieldSelector === '') return `metadata.name=${name}`;
  if (!asksFor(fieldSelector, name)) throw statusErrors.badRequest("fieldSelector metadata.name doesn't match requested name");
  return fieldSelector;
}

function asksFor(fieldSelector: string, name: string): boolean {
  return fieldSelector.split(',').some((term) => term === `metadata.name=${name}` || term === `metadata.name==${name}`);
}
