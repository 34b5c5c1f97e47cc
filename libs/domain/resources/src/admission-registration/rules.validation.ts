import { type FieldError, fieldErrors, pathSegment } from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import { validateRuleResources } from './rule-resources.validation.ts';
import type { NamedRule, Rule } from './webhook.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

/** Validates the matched requests. Models `validateRuleWithOperations`. */
export function validateRule(rule: Rule, path: string): FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
  return [
    ...someOrAll(operations, `${path}.operations`, 'operations'),
    ...operations.flatMap((operation, index) => oneOf(operation, OPERATIONS, `${path}.operations[${index}]`)),
    ...someOrAll(apiGroups, `${path}.apiGroups`, 'API groups'),
    ...someOrAll(apiVersions, `${path}.apiVersions`, 'API versions'),
    ...apiVersions.flatMap((version, index) => (version === '' ? [fieldErrors.required(`${path}.apiVersions[${index}]`)] : [])),
    ...validateRuleResources(resources, `${path}.resources`),
    ...oneOf(scope, SCOPES, `${path}.scope`),
  ];
}

/** Validates the matched requests and object names. Models `validateNamedRuleWithOperations`. */
export function validateNamedRule(rule: NamedRule, path: string): FieldError[] {
  const names = rule.resourceNames ?? [];
  return [
    ...names.flatMap((name, index) => [
      ...complaints(name, pathSegment(name), `${path}.resourceNames[${index}]`),
      ...(names.indexOf(name) < index ? [fieldErrors.duplicate(`${path}.resourceNames[${index}]`, name)] : []),
    ]),
    ...validateRule(rule, path),
  ];
}

/** Accepts undefined: defaults are already set, or the field is optional. */
export function oneOf(value: string | undefined, choices: readonly string[], field: string): FieldError[] {
  return value === undefined || choices.includes(value) ? [] : [fieldErrors.notSupported(field, value, choices)];
}

/** Requires at least one value; a star must stand alone. */
function someOrAll(values: readonly string[], field: string, what: string): FieldError[] {
  if (values.length === 0) return [fieldErrors.required(field)];
  if (values.length === 1 || !values.includes('*')) return [];
  return [fieldErrors.invalid(field, values, `if '*' is present, must not specify other ${what}`)];
}
