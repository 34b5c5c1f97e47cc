import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { PolicyRule } from './rbac.ts';

/** Validates the rules of a role. Models `ValidatePolicyRule` of `pkg/apis/rbac/validation`. */
export function validateRules(rules: readonly PolicyRule[] | undefined, scope: 'namespace' | 'cluster'): FieldError[] {
  return (rules ?? []).flatMap((rule, index) => [
    ...needed(rule.verbs, `rules[${index}].verbs`, 'verbs must contain at least one value'),
    ...(isEmpty(rule.nonResourceURLs) ? resourceErrors(rule, `rules[${index}]`) : pathErrors(rule, scope, `rules[${index}]`)),
  ]);
}

/** Rules with paths must not have resources, and paths are cluster-scoped. */
function pathErrors(rule: PolicyRule, scope: 'namespace' | 'cluster', path: string): FieldError[] {
  const refuse = (detail: string) => fieldErrors.invalid(`${path}.nonResourceURLs`, rule.nonResourceURLs, detail);
  const isMixed = [rule.apiGroups, rule.resources, rule.resourceNames].some((list) => !isEmpty(list));
  return [
    ...(scope === 'namespace' ? [refuse('namespaced rules cannot apply to non-resource URLs')] : []),
    ...(isMixed ? [refuse('rules cannot apply to both regular resources and non-resource URLs')] : []),
  ];
}

/** Names may be combined with several resources, which upstream formerly refused. */
function resourceErrors({ apiGroups, resources }: PolicyRule, path: string): FieldError[] {
  return [
    ...needed(apiGroups, `${path}.apiGroups`, 'resource rules must supply at least one api group'),
    ...needed(resources, `${path}.resources`, 'resource rules must supply at least one resource'),
  ];
}

function needed(list: readonly string[] | undefined, field: string, detail: string): FieldError[] {
  return isEmpty(list) ? [fieldErrors.required(field, detail)] : [];
}

function isEmpty(list: readonly string[] | undefined): boolean {
  return (list ?? []).length === 0;
}
