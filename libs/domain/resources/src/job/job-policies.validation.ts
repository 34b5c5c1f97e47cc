import { type FieldError, fieldErrors, goQuote, qualifiedName } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import type { SuccessPolicyRule } from '@klockwork/kubernetes-types';
import { complaints, nonNegative } from '../generic/field-checks.ts';
import type { JobSpec, PodFailurePolicyRule } from './job.ts';
import { successPolicyAsGo } from './job-as-go.ts';
import { readIndexes } from './job-indexes.validation.ts';

const RULES_MAX = 20;
const PATTERNS_MAX = 20;
const EXIT_CODES_MAX = 255;
const INDEXES_BYTES_MAX = 64 * 1024;
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const STATUSES = ['False', 'True', 'Unknown'];
const OPERATORS = ['In', 'NotIn'];

/** Models `validatePodFailurePolicy` of `pkg/apis/batch/validation/validation.go`. */
export function podFailurePolicyErrors(spec: JobSpec, path: string): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? [];
  return [
    ...(rules.length > RULES_MAX ? [fieldErrors.tooMany(`${path}.rules`, rules.length, RULES_MAX)] : []),
    ...rules.flatMap((rule, index) => ruleErrors(spec, rule, `${path}.rules[${index}]`)),
  ];
}

/** Models `validatePodReplacementPolicy`. */
export function podReplacementPolicyErrors({ podReplacementPolicy, podFailurePolicy }: JobSpec, path: string): FieldError[] {
  if (podReplacementPolicy === undefined) return [];
  const choices = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  return choices.includes(podReplacementPolicy) ? [] : [fieldErrors.notSupported(path, podReplacementPolicy, choices)];
}

/** Models `validateSuccessPolicy`. */
export function successPolicyErrors(spec: JobSpec, path: string): FieldError[] {
  if (spec.successPolicy === undefined) return [];
  if (spec.completionMode !== 'Indexed')
    return [fieldErrors.invalid(path, successPolicyAsGo(spec.successPolicy), 'requires indexed completion mode')];
  const rules = spec.successPolicy.rules ?? [];
  const none = 'at least one rules must be specified when the successPolicy is specified';
  return [
    ...(rules.length === 0 ? [fieldErrors.required(`${path}.rules`, none)] : []),
    ...(rules.length > RULES_MAX ? [fieldErrors.tooMany(`${path}.rules`, rules.length, RULES_MAX)] : []),
    ...rules.flatMap((rule, index) => successRuleErrors(rule, spec.completions ?? 0, `${path}.rules[${index}]`)),
  ];
}

function ruleErrors(spec: JobSpec, rule: PodFailurePolicyRule, path: string): FieldError[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  const both = onExitCodes !== undefined && onPodConditions.length > 0;
  const neither = onExitCodes === undefined && onPodConditions.length === 0;
  return [
    ...actionErrors(spec, rule.action, `${path}.action`),
    ...(onExitCodes === undefined ? [] : exitCodeErrors(spec, onExitCodes, `${path}.onExitCodes`)),
    ...conditionErrors(onPodConditions, `${path}.onPodConditions`),
    ...(both ? [fieldErrors.invalidWhole(path, 'specifying both OnExitCodes and OnPodConditions is not supported')] : []),
    ...(neither ? [fieldErrors.invalidWhole(path, 'specifying one of OnExitCodes and OnPodConditions is required')] : []),
  ];
}

function actionErrors({ backoffLimitPerIndex }: JobSpec, action: string | undefined, path: string): FieldError[] {
  const lacksLimit = action === 'FailIndex' && backoffLimitPerIndex === undefined;
  return lacksLimit ? [fieldErrors.invalid(path, action, 'requires the backoffLimitPerIndex to be set')] : supports(action, ACTIONS, path);
}

function conditionErrors(patterns: NonNullable<PodFailurePolicyRule['onPodConditions']>, path: string): FieldError[] {
  return [
    ...(patterns.length > PATTERNS_MAX ? [fieldErrors.tooMany(path, patterns.length, PATTERNS_MAX)] : []),
    ...patterns.flatMap(({ type = '', status }, index) => [
      ...complaints(type, qualifiedName(type), `${path}[${index}].type`),
      ...supports(status, STATUSES, `${path}[${index}].status`),
    ]),
  ];
}

/** Models `validatePodFailurePolicyRuleOnExitCodes`. */
function exitCodeErrors(spec: JobSpec, requirement: NonNullable<PodFailurePolicyRule['onExitCodes']>, path: string): FieldError[] {
  const { operator, containerName, values } = requirement;
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  const isContainer = containerName === undefined || [...containers, ...initContainers].some(({ name }) => name === containerName);
  const unknown = 'must be one of the container or initContainer names in the pod template';
  return [
    ...supports(operator, OPERATORS, `${path}.operator`),
    ...(isContainer ? [] : [fieldErrors.invalid(`${path}.containerName`, containerName, unknown)]),
    ...valueErrors(values, operator, `${path}.values`),
  ];
}

function valueErrors(values: readonly number[] | undefined, operator: string | undefined, path: string): FieldError[] {
  if (!values?.length) return [fieldErrors.invalid(path, values, 'at least one value is required')];
  const ordered = values.every((value, index) => index === 0 || (values[index - 1] ?? value) <= value);
  return [
    ...(values.length > EXIT_CODES_MAX ? [fieldErrors.tooMany(path, values.length, EXIT_CODES_MAX)] : []),
    ...values.flatMap((value, index) => [
      ...(operator === 'In' && value === 0 ? [fieldErrors.invalid(`${path}[${index}]`, value, 'must not be 0 for the In operator')] : []),
      ...(values.indexOf(value) < index ? [fieldErrors.duplicate(`${path}[${index}]`, value)] : []),
    ]),
    ...(ordered ? [] : [fieldErrors.invalid(path, values, 'must be ordered')]),
  ];
}

/** Models `validateSuccessPolicyRule`. */
function successRuleErrors({ succeededCount, succeededIndexes }: SuccessPolicyRule, completions: number, path: string): FieldError[] {
  const absent = 'at least one of succeededCount or succeededIndexes must be specified';
  if (succeededCount === undefined && succeededIndexes === undefined) return [fieldErrors.required(path, absent)];
  const read = readIndexes(succeededIndexes ?? '', completions);
  const total = 'total' in read ? read.total : 0;
  return [
    ...indexesErrors(succeededIndexes ?? '', 'problem' in read ? read.problem : undefined, `${path}.succeededIndexes`),
    ...nonNegative(succeededCount, `${path}.succeededCount`),
    ...atMost(succeededCount, completions, 'specified completions', path),
    ...(succeededIndexes === undefined ? [] : atMost(succeededCount, total, 'indexes in the specified succeededIndexes field', path)),
  ];
}

function indexesErrors(indexes: string, problem: string | undefined, field: string): FieldError[] {
  return [
    ...(utf8Length(indexes) > INDEXES_BYTES_MAX ? [fieldErrors.tooLong(field, INDEXES_BYTES_MAX)] : []),
    ...(problem === undefined ? [] : [fieldErrors.invalid(field, indexes, `error parsing succeededIndexes: ${problem}`)]),
  ];
}

function atMost(count: number | undefined, most: number, what: string, path: string): FieldError[] {
  if (count === undefined || count <= most) return [];
  return [fieldErrors.invalid(`${path}.succeededCount`, count, `must be less than or equal to ${most} (the number of ${what})`)];
}

function supports(value: string | undefined, choices: readonly string[], path: string): FieldError[] {
  if (!value) return [fieldErrors.required(path, `valid values: [${choices.map(goQuote).join(' ')}]`)];
  return choices.includes(value) ? [] : [fieldErrors.notSupported(path, value, choices)];
}
