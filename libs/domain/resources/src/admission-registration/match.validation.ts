import { type FieldError, fieldErrors, qualifiedName, validateLabelSelector } from '@klockwork/api-machinery';
import { AdmissionCompiler, type AdmissionExpression } from '@klockwork/cel';
import type { MatchCondition } from '@klockwork/kubernetes-types';
import { complaints } from '../generic/field-checks.ts';
import { oneOf, validateNamedRule } from './rules.validation.ts';
import type { MatchResources } from './webhook.ts';

/** Match policies: with or without other versions of the requested kind. */
export const MATCH_POLICIES = ['Equivalent', 'Exact'];
const CONDITIONS_MAX = 64;

/** Validates the request filter of a policy. Models `validateMatchResources`. */
export function validateMatchResources(match: MatchResources | undefined, path: string): FieldError[] {
  if (!match) return [];
  return [
    ...oneOf(match.matchPolicy, MATCH_POLICIES, `${path}.matchPolicy`),
    ...validateLabelSelector(match.namespaceSelector, `${path}.namespaceSelector`),
    ...validateLabelSelector(match.objectSelector, `${path}.objectSelector`),
    ...(match.resourceRules ?? []).flatMap((rule, index) => validateNamedRule(rule, `${path}.resourceRules[${index}]`)),
    ...(match.excludeResourceRules ?? []).flatMap((rule, index) => validateNamedRule(rule, `${path}.excludeResourceRules[${index}]`)),
  ];
}

/** Validates conditions. Models `validateMatchConditions`. */
export function validateMatchConditions(
  conditions: readonly MatchCondition[] | undefined,
  path: string,
  options: { readonly hasParams?: boolean } = {},
): FieldError[] {
  const compiler = new AdmissionCompiler(options);
  const all = conditions ?? [];
  const names = all.map(({ name }) => name);
  return [
    ...(all.length > CONDITIONS_MAX ? [fieldErrors.tooMany(path, all.length, CONDITIONS_MAX)] : []),
    ...all.flatMap((condition, index) => [
      ...conditionErrors(condition, `${path}[${index}]`, compiler),
      ...(condition.name && names.indexOf(condition.name) < index ? [fieldErrors.duplicate(`${path}[${index}].name`, condition.name)] : []),
    ]),
  ];
}

function conditionErrors({ name = '', expression = '' }: Partial<MatchCondition>, path: string, compiler: AdmissionCompiler): FieldError[] {
  return [
    ...(expression.trim() === ''
      ? [fieldErrors.required(`${path}.expression`)]
      : expressionErrors(compiler.compile(expression, 'condition'), `${path}.expression`)),
    ...(name === '' ? [fieldErrors.required(`${path}.name`)] : complaints(name, qualifiedName(name), `${path}.name`)),
  ];
}

/** Returns the error of an expression that does not compile. */
export function expressionErrors({ text, problem }: AdmissionExpression, path: string): FieldError[] {
  return problem === undefined ? [] : [fieldErrors.invalid(path, text, problem)];
}
