import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import { validateFlowConditions } from '../generic/flow-control-conditions.ts';
import { mandatoryFlowSchemaSpec } from './bootstrap-flow-schemas.ts';
import { validateFlowRule } from './flow-rule.validation.ts';
import type { FlowSchema, FlowSchemaSpec } from './flow-schema.ts';

const PRECEDENCE_MAX = 10_000;
const METHODS = ['ByNamespace', 'ByUser'];

/** Models `ValidateFlowSchema` of `pkg/apis/flowcontrol/validation/validation.go`. */
export function validateFlowSchema({ metadata = {}, spec, status }: FlowSchema): FieldError[] {
  const name = metadata.name ?? '';
  const fixedSpec = mandatoryFlowSchemaSpec(name);
  const changed = fixedSpec !== undefined && !semanticEqual(spec, fixedSpec);
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validateSpec(name, spec),
    ...(changed ? [fieldErrors.invalid('spec', spec, `spec of '${name}' must equal the fixed value`)] : []),
    ...validateFlowConditions(status),
  ];
}

/** Models `ValidateFlowSchemaUpdate`. */
export function validateFlowSchemaUpdate(next: FlowSchema, previous: FlowSchema): FieldError[] {
  return [...validateFlowSchema(next), ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {})];
}

function validateSpec(name: string, spec: FlowSchemaSpec | undefined): FieldError[] {
  const { matchingPrecedence = 0, distinguisherMethod, priorityLevelConfiguration, rules = [] } = spec ?? {};
  const level = priorityLevelConfiguration?.name ?? '';
  const at = 'spec.priorityLevelConfiguration.name';
  const unknown = distinguisherMethod && !METHODS.includes(distinguisherMethod.type);
  return [
    ...complaints(matchingPrecedence, precedenceProblems(name, matchingPrecedence), 'spec.matchingPrecedence'),
    ...(unknown ? [fieldErrors.notSupported('spec.distinguisherMethod.type', distinguisherMethod, METHODS)] : []),
    ...(level === '' ? [fieldErrors.required(at, 'must reference a priority level')] : complaints(level, dns1123Subdomain(level), at)),
    ...rules.flatMap((rule, index) => validateFlowRule(rule, `spec.rules[${index}]`)),
  ];
}

function precedenceProblems(name: string, precedence: number): string[] {
  return [
    ...(precedence <= 0 ? ['must be a positive value'] : []),
    ...(precedence > PRECEDENCE_MAX ? [`must not be greater than ${PRECEDENCE_MAX}`] : []),
    ...(precedence === 1 && name !== 'exempt' ? ["only the schema named 'exempt' may have matchingPrecedence 1"] : []),
  ];
}
