import { compareText, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { isQuotaScope, scopeAllows } from './quota-resources.ts';
import type { ResourceQuota, ScopeRequirement } from './resource-quota.ts';

type Spec = NonNullable<ResourceQuota['spec']>;

const CONFLICTING = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;
/** Scopes that hold or do not, without values. */
const PLAIN = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];
const MUST_EXIST =
  "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
const VALUES_MISSING = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
const VALUES_GIVEN = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";

/** Models `validateResourceQuotaScopes`. */
export function validateScopes({ scopes = [], hard }: Spec): FieldError[] {
  const refuse = (problem: string) => fieldErrors.invalid('spec.scopes', scopes, problem);
  return [
    ...scopes.flatMap((scope) => [
      ...(isQuotaScope(scope) ? [] : [refuse('unsupported scope')]),
      ...misapplied(scope, hard).map(() => refuse('unsupported scope applied to resource')),
    ]),
    ...conflicts(scopes).map(() => refuse('conflicting scopes')),
  ];
}

/** Models `validateScopedResourceSelectorRequirement`. */
export function validateScopeSelector({ scopeSelector, scopes, hard }: Spec): FieldError[] {
  const path = 'spec.scopeSelector.matchExpressions';
  const requirements = scopeSelector?.matchExpressions ?? [];
  return [
    ...requirements.flatMap((requirement) => [
      ...(isQuotaScope(requirement.scopeName)
        ? []
        : [fieldErrors.invalid(`${path}.scopeName`, requirement.scopeName, 'unsupported scope')]),
      ...misapplied(requirement.scopeName, hard).map(() =>
        fieldErrors.invalid(path, selectorAsGo(requirements), 'unsupported scope applied to resource'),
      ),
      ...operatorErrors(requirement, path),
    ]),
    ...conflicts(requirements.map(({ scopeName }) => scopeName)).map(() => fieldErrors.invalid(path, scopes ?? null, 'conflicting scopes')),
  ];
}

function operatorErrors({ scopeName, operator = '', values = [] }: ScopeRequirement, path: string): FieldError[] {
  const mustExist = PLAIN.includes(scopeName) && operator !== 'Exists';
  const errors = mustExist ? [fieldErrors.invalid(`${path}.operator`, operator, MUST_EXIST)] : [];
  if (operator === 'In' || operator === 'NotIn')
    return values.length === 0 ? [...errors, fieldErrors.required(`${path}.values`, VALUES_MISSING)] : errors;
  if (operator === 'Exists' || operator === 'DoesNotExist')
    return values.length > 0 ? [...errors, fieldErrors.invalid(`${path}.values`, values, VALUES_GIVEN)] : errors;
  return [...errors, fieldErrors.invalid(`${path}.operator`, operator, 'not a valid selector operator')];
}

/** Returns limited resources that a quota with the scope may not limit. */
function misapplied(scope: string, hard: Spec['hard']): string[] {
  return Object.keys(hard ?? {})
    .sort(compareText)
    .filter((name) => !scopeAllows(scope, name));
}

function conflicts(scopes: readonly string[]): readonly unknown[] {
  return CONFLICTING.filter((pair) => pair.every((scope) => scopes.includes(scope)));
}

/** Returns a selector in the form of Go's internal type, without JSON names. */
function selectorAsGo(requirements: readonly ScopeRequirement[]): object {
  return {
    MatchExpressions: requirements.map(({ scopeName, operator, values }) => ({
      ScopeName: scopeName,
      Operator: operator,
      Values: values ?? null,
    })),
  };
}
